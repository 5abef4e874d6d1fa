package dev.multiproc.launcher.run;

import java.io.IOException;

/** Prints the lines of a worker. */
final class WorkerOutput {
    private static final String RESET = "\033[0m";

    private final Worker worker;
    private final String tag;
    /** Set when a line cannot be printed. The work goes on; the parent reports the error when it prints its last line. */
    private boolean hasFailed;

    WorkerOutput(Worker worker) {
        this.worker = worker;
        OutputOptions options = worker.outputOptions();
        this.tag = options.tagged() ? TagColors.tag(worker.name(), options.colored()) : "";
    }

    void println(String line) {
        OutputOptions options = worker.outputOptions();
        if (options.quiet() || hasFailed) {
            return;
        }
        String text = options.colored() ? worker.role().background() + line + RESET : line;
        try {
            options.stream().println(tag + text);
        } catch (IOException e) {
            hasFailed = true;
        }
    }
}
