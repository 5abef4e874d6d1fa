package dev.multiproc.launcher.run;

import java.time.Duration;

/** Told of what happens to workers, by any thread. */
interface WorkerEvents {
    void started(RunningWorker worker);

    /** It has ended and will be started again. */
    void restarts(RunningWorker worker, int exitCode, Duration delay);

    /** It has ended for good. */
    void ended(RunningWorker worker);
}
