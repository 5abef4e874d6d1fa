package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a run succeeded.
 *
 * @param exitCode the exit code of the command
 * @param problems a line for each thing that went wrong
 */
record RunResult(int exitCode, List<String> problems) {
    private static final int SIGKILL = 9;

    static RunResult of(RunReport report, Termination termination) {
        List<String> problems = new ArrayList<>();
        if (termination.abortCode().isPresent()) {
            problems.add(termination.reason());
        }
        if (isPipeBroken(report)) {
            return new RunResult(termination.abortCode().orElse(ExitCode.BROKEN_PIPE), problems);
        }
        report.workers().filter(WorkerFigures::failed).forEach(worker -> problems.add(failure(worker)));
        addItems(report.queue(), problems);
        return new RunResult(termination.abortCode().orElseGet(() -> exitCode(report)), problems);
    }

    /** The reader of the consumers' output has enough, which is nobody's fault. */
    private static boolean isPipeBroken(RunReport report) {
        return report.consumers().stream().anyMatch(worker -> worker.exitCode().orElse(0) == ExitCode.BROKEN_PIPE);
    }

    private static int exitCode(RunReport report) {
        List<Integer> codes = report.workers()
                .filter(WorkerFigures::failed)
                .map(worker -> worker.exitCode().orElse(0))
                .toList();
        if (codes.stream().anyMatch(code -> code < 0)) {
            return ExitCode.CHILD_KILLED;
        }
        if (!codes.isEmpty()) {
            return ExitCode.CHILD_FAILED;
        }
        QueueFigures queue = report.queue();
        boolean failed = queue.lost() + queue.duplicated() + queue.deadLettered() > 0;
        return failed ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }

    private static String failure(WorkerFigures worker) {
        String who = worker.name() + " (pid " + worker.pid() + ")";
        int code = worker.exitCode().orElse(0);
        if (code > 0) {
            return who + " ended with exit code " + code;
        }
        String why = -code == SIGKILL ? ": possibly killed for lack of memory" : "";
        return who + " was ended by signal " + -code + " (" + (ExitCode.SIGNAL_BASE - code) + ")" + why;
    }

    private static void addItems(QueueFigures queue, List<String> problems) {
        if (queue.left() > 0) {
            problems.add(items(queue.left()) + " left in the queue");
        }
        if (queue.lost() > 0) {
            problems.add(items(queue.lost()) + " lost: put, and neither consumed nor left in the queue");
        }
        if (queue.duplicated() > 0) {
            problems.add(items(queue.duplicated()) + " consumed twice");
        }
        if (queue.deadLettered() > 0) {
            problems.add(items(queue.deadLettered()) + " dead-lettered: handed out too often and never finished");
        }
    }

    private static String items(long count) {
        return count == 1 ? "1 item" : count + " items";
    }
}
