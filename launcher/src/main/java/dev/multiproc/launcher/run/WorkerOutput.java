package dev.multiproc.launcher.run;

import java.io.IOException;
import java.util.List;

/** Prints the lines of a worker. */
final class WorkerOutput {
    private static final String RESET = "\033[0m";
    private static final List<String> TAG_COLORS =
            List.of("\033[36m", "\033[33m", "\033[32m", "\033[35m", "\033[34m", "\033[31m");

    private final Worker worker;
    private final String tag;
    /** Set when a line cannot be printed. The work goes on; the parent reports the error when it prints its last line. */
    private boolean hasFailed;

    WorkerOutput(Worker worker) {
        this.worker = worker;
        this.tag = tag(worker);
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

    private static String tag(Worker worker) {
        if (!worker.outputOptions().tagged()) {
            return "";
        }
        String tag = worker.name() + " | ";
        // Producers take the colours from the first on, consumers from the last on, so that the first few workers
        // differ.
        int colorIndex = worker.role() == Role.PRODUCER ? worker.index() : -1 - worker.index();
        String color = TAG_COLORS.get(Math.floorMod(colorIndex, TAG_COLORS.size()));
        return worker.outputOptions().colored() ? color + tag + RESET : tag;
    }
}
