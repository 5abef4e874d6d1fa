package dev.multiproc.launcher.run;

import java.util.OptionalInt;

/** A producer or consumer, as the parent sees it. Thread-safe. */
interface RunningWorker {
    String name();

    /** The id of its process, or 0 if it was never started. */
    long pid();

    /**
     * Starts it.
     *
     * @param events told of its end, and of each restart
     */
    void start(WorkerEvents events);

    boolean isRunning();

    /** When it ended, in microseconds since the epoch; 0 if it has not. */
    long endedMicros();

    /** Negative after a signal; empty if it was never started. */
    OptionalInt exitCode();

    int restarts();

    /** Whether it ended because the parent terminated or killed it. */
    boolean endedByParent();

    /** Asks it to end. It is not started again. */
    void terminate();

    /** Ends it at once. It is not started again. */
    void kill();
}
