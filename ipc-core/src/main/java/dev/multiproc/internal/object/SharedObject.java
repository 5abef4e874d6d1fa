package dev.multiproc.internal.object;

/** One of a session's shared objects, as this process sees it: one Java object an object and process. */
public interface SharedObject {
    ObjectKind kind();

    /** Its name in the object table. */
    String name();

    /** Called when somebody of this process is given the object, and may use it; false if it was deleted meanwhile. */
    default boolean arrived() {
        return true;
    }

    /**
     * Frees the locks that a dead process held, having repaired what they guard. Called by its one sweeper, for all objects
     * before any is swept, since the sweep of one may need another's; and by one who waits for a lock of the dead. Waits for
     * nothing itself; can be repeated.
     */
    default void recover(int deadSlot) {}

    /** Settles what a dead process left. Called by its one sweeper; can be repeated, also after a sweep that was cut short. */
    void sweep(int deadSlot);

    /**
     * Puts the object right after all processes of a durable session are gone, before any uses it: what they held is given
     * back, and of what they wrote nothing is believed that can be found out otherwise. Nothing is refused any more: a queue,
     * which may be damaged, was looked at before, and is rebuilt as it was found.
     *
     * @param isNewBoot whether the machine was started anew meanwhile, so that what was not written to disk may be lost
     */
    default void rebuild(boolean isNewBoot) {}

    /** Called on all objects behind {@link #rebuild}, for what takes other objects too. */
    default void settle() {}

    /** Called now and then, by one thread: gives back what is kept for speed and was not used since the last call. */
    default void giveBackIfIdle() {}

    /** Stops work on the object's files, while threads may still be at its memory: the JVM exits. */
    default void stop() {}

    /** Frees what this process holds of the object: the session closes. */
    void detach();
}
