package dev.multiproc.internal.session;

import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.pool.Task;

/** Loads what a pool's worker needs for its first task: in spares while they wait, and for the archive of classes. */
final class WorkerWarmUp {
    private static final String PACKAGE = "dev.multiproc.pool.";
    /** Not public, so by their names; a test checks that they exist. */
    static final String[] CLASSES = {
        "Board",
        "ChunkResults",
        "ErrorTail",
        "ErrorTail$Tail",
        "Payloads",
        "PoolWorker",
        "ResultMessage",
        "ResultMessage$TaskTimes",
        "TaskLoop",
        "TaskLoop$1",
        "TaskLoop$State",
        "TaskLoops",
        "TaskMessage",
        "TaskRun",
        "TaskRun$Outcome",
        "WorkerPreload",
        "WorkerTask",
        "WorkerTask$Settings"
    };

    private WorkerWarmUp() {}

    static void run() throws Exception {
        for (String name : CLASSES) {
            Class.forName(PACKAGE + name, true, WorkerWarmUp.class.getClassLoader());
        }
        DefaultCodec codec = new DefaultCodec();
        int number = CLASSES.length;
        Task<Integer> task = () -> number;
        ((Task<?>) codec.decode(codec.encode(task))).call();
    }
}
