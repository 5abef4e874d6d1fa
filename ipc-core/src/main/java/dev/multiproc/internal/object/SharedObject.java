package dev.multiproc.internal.object;

/** One of a session's shared objects, as this process sees it. Each process has one Java object for it. */
public interface SharedObject extends HasHandle {
    ObjectKind kind();

    /** Its name in the object table. */
    String name();

    /**
     * Called in each process that uses the object, when it was deleted: the calling process learns of it at once, others at their
     * next tick. Waits of this process for the object's words end by themselves.
     */
    default void deleted() {}

    /** Called when the object is handed out in this process, for use; false if it was deleted meanwhile. */
    default boolean arrived() {
        return true;
    }

    /**
     * Repairs what the locks of a dead process guard, and then frees them. Called by the one process that cleans up after it, for
     * all objects before any is swept, since sweeping one object may need the lock of another; and by a process that waits for
     * such a lock. Never waits itself; can be repeated.
     */
    default void recover(int deadSlot) {}

    /**
     * Cleans up what a dead process left. Called by the one process that cleans up after it; can be repeated, also after a sweep
     * that was interrupted.
     */
    void sweep(int deadSlot);

    /**
     * Repairs the object after all processes of a durable session are gone, before any process uses it. What they held is given
     * back; whatever can be derived from elsewhere is derived again rather than trusted. Damage is not refused here: the object
     * was examined before.
     *
     * @param survey what its kind has found; null if that examines nothing
     * @param isNewBoot whether the machine was restarted meanwhile, so that data not written to disk may be lost
     */
    default void rebuild(ObjectSurvey survey, boolean isNewBoot) {}

    /** Called on all objects after {@link #rebuild}: completes, or takes back, what was being done to two objects at once. */
    default void reconcile(boolean isNewBoot) {}

    /** Called on all objects after {@link #reconcile}, for repairs that need other objects too. */
    default void settle() {}

    /** Called now and then, by one thread: frees what is kept for speed and was not used since the last call. */
    default void giveBackIfIdle() {}

    /** Called when the JVM exits: stops work on the object's files, but keeps its memory, which threads may still use. */
    default void stop() {}

    /** Called when the session closes: frees what this process holds of the object. */
    void detach();
}
