package dev.multiproc.launcher.bench;

import dev.multiproc.Multiprocessing;

/** One thing to measure, between real processes. */
interface Scenario {
    /** As in the peers' table, so that one table holds both. */
    String name();

    String description();

    /** Measures and records. */
    void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception;
}
