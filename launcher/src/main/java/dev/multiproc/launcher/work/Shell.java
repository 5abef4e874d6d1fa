package dev.multiproc.launcher.work;

import java.io.File;
import java.io.IOException;
import java.util.List;

/** A command that runs as long as this process does, as a child of a shell. */
final class Shell implements AutoCloseable {
    /** What a command reads that is given nothing. */
    static final File NOTHING = new File("/dev/null");

    private final String command;
    private final Process process;
    private final Thread hook;

    private Shell(String command, Process process) {
        this.command = command;
        this.process = process;
        // So that SIGTERM of this process ends the command, too. If this one is killed, the command finds its pipe
        // closed.
        this.hook = new Thread(this::destroy, "end of the command");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a command. Its standard error is this process's own.
     *
     * @param input where its standard input comes from
     * @param output where its standard output goes
     */
    static Shell start(String command, ProcessBuilder.Redirect input, ProcessBuilder.Redirect output)
            throws IOException {
        Process process = new ProcessBuilder(List.of("/bin/sh", "-c", command))
                .redirectInput(input)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Shell(command, process);
    }

    Process process() {
        return process;
    }

    /** Throws if the command has ended. */
    void check() throws CommandEndedException {
        if (!process.isAlive()) {
            throw new CommandEndedException(command, process.exitValue());
        }
    }

    /** Waits for the end of the command; throws if its exit code is not 0. */
    void awaitSuccess() throws CommandEndedException, InterruptedException {
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new CommandEndedException(command, exitCode);
        }
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** Ends the command if it still runs. */
    @Override
    public void close() {
        destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException isRunning) {
            return; // The JVM is ending.
        }
    }
}
