package dev.multiproc.internal.object;

/** One of a session's shared objects, as this process sees it: one Java object an object and process. */
public interface SharedObject {
    /** As in the object table. */
    int kind();

    /** Its name in the object table. */
    String name();

    /** Settles what a dead process left. Called by its one sweeper; can be repeated, also after a sweep that was cut short. */
    void sweep(int deadSlot);

    /** Stops work on the object's files, while threads may still be at its memory: the JVM exits. */
    default void stop() {}

    /** Frees what this process holds of the object: the session closes. */
    void detach();
}
