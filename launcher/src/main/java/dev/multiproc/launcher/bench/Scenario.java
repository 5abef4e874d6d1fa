package dev.multiproc.launcher.bench;

import dev.multiproc.Multiprocessing;
import java.io.Serializable;
import java.util.List;

/** A benchmark between real processes. */
interface Scenario extends Serializable {
    /** The name that the same benchmark of the peers has, so that one table can show both. */
    String name();

    String description();

    /** JVM flags that its children need in addition to the user's. */
    default List<String> jvmArgs() {
        return List.of();
    }

    /** The number of spare JVMs that are started ahead for its children. */
    default int spares() {
        return 0;
    }

    /**
     * Runs the benchmark and records its figures.
     *
     * @param mp the session of the driver
     */
    void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception;
}
