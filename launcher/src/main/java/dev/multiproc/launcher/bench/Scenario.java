package dev.multiproc.launcher.bench;

import dev.multiproc.Multiprocessing;
import java.io.Serializable;
import java.util.List;

/** One thing to measure, between real processes. */
interface Scenario extends Serializable {
    /** As in the peers' table, so that one table holds both. */
    String name();

    String description();

    /** Flags that its children need beside the user's. */
    default List<String> jvmArgs() {
        return List.of();
    }

    /** How many JVMs are to wait for its children's tasks. */
    default int spares() {
        return 0;
    }

    /**
     * Measures and records.
     *
     * @param mp a session of the driver's own
     */
    void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception;
}
