package dev.multiproc.launcher.work;

import java.io.Serializable;

/** What consumers do with their items; sent to each consumer's process, which opens it. */
public interface Sink extends Serializable {
    /** Opens it, once for a process. */
    Handler open() throws Exception;

    /**
     * Whether items are finished long after they were handed over, the last ones at the end only. Then nobody may wait for all items
     * to be finished before the consumers are told that no more come.
     */
    default boolean finishesLater() {
        return false;
    }

    /** What it is, for people. */
    String describe();
}
