package dev.multiproc.internal.control;

/**
 * A place in the code where a test can end the process as {@code kill -9} would: {@code -Dmultiproc.killAt=NAME} halts
 * the JVM when it reaches the place of that name, {@code NAME:N} when it reaches it for the Nth time. When not in use,
 * it costs one read of a field.
 */
public enum KillPoint {
    /** In put: the lock is held, nothing is written. */
    PUT_LOCKED,
    /** In put: the payload is written, not published. */
    PUT_WRITTEN,
    /** In put: the item, or all that are put together, is written and counted, not published. */
    PUT_COUNTED,
    /** In put: the item is published, the tail not moved. */
    PUT_PUBLISHED,
    /** In put: the tail is moved, the lock held. */
    PUT_TAIL_MOVED,
    /** In put: the lock is released, no consumer woken. */
    PUT_UNLOCKED,
    /** In put: the large item's file has its final name, the record is not published. */
    PUT_SPILL_NAMED,
    /** The end of a page is marked, the next not entered. */
    PAGE_ENDED,
    /** The next page has its first number, the tail is still in the old one. */
    PAGE_ENTERED,
    /** A page is to be appended: the page lock is held, and the counters say that a page is being appended. */
    PAGE_OPENED,
    /** A page is in the log, not linked. */
    PAGE_APPENDED,
    /** The previous page links to the new one, the counters do not name it yet. */
    PAGE_LINKED,
    /** A retired file is out of the log, and not yet its next file. */
    ROLL_TAKEN,
    /** A new file is prepared, nothing is appended to it. */
    ROLL_PREPARED,
    /** Files are retired, none is deleted. */
    RETIRE_BEGUN,
    /** Some of the retired files are deleted. */
    RETIRE_DELETED,
    /** In take: the record is claimed, the head not moved. */
    TAKE_CLAIMED,
    /** In take: the head is moved, the item not read. */
    TAKE_HEAD_MOVED,
    /** In take: the item is read, not handed to the caller. */
    TAKE_READ,
    /** In taskDone: nothing is written. */
    DONE_BEGUN,
    /** In taskDone: the record is marked as done, threads in join are not woken. */
    DONE_MARKED,
    /** The item is marked as given back, not counted. */
    RETURN_MARKED,
    /** In take: an item that was given back is claimed again, and still counted as given back. */
    RETURN_TAKEN,
    /** The item is marked to become a dead letter. */
    BURY_MARKED,
    /** The item is among the dead letters, and its record still marked. */
    BURY_PUT,
    /** A sweeper holds the dead process's lock. */
    SWEEP_BEGUN,
    /** A sweeper has found a lock that the dead process held, and has repaired nothing. */
    SWEEP_LOCK_TAKEN,
    /** A sweeper has settled the dead process's claims, the slot is not free. */
    SWEEP_SETTLED,
    /** A parent has reserved a slot. */
    SPAWN_RESERVED,
    /** A parent has written the task and started nothing. */
    SPAWN_PREPARED,
    /** A parent has started the child, and not written its pid to the slot. */
    SPAWN_STARTED,
    /** A child runs and has not joined the session. */
    CHILD_BEGUN,
    /** A child has joined the session and not read its task. */
    CHILD_ENTERED,
    /** An object has an index in the table and is not published. */
    OBJECT_RESERVED,

    // ---------------------------------------------------------------- synchronizers

    /** The lock's word names this process, the call has not returned. */
    SYNC_LOCK_TAKEN,
    /** The lock is free or handed to a waiter, nobody woken. */
    SYNC_LOCK_FREED,
    /** A sweeper has freed a dead process's lock, nobody woken. */
    SYNC_LOCK_SWEPT,
    /** In await of a condition: counted as a waiter, the lock still held. */
    SYNC_CONDITION_ENTERED,
    /** A waiter's process has one more signal, nobody woken. */
    SYNC_CONDITION_SIGNALLED,
    /** In await: woken, the lock not taken again. */
    SYNC_CONDITION_WOKEN,
    /** In await: the lock is taken again, the signal not used up. */
    SYNC_CONDITION_RETAKEN,
    /** A sweeper has given a dead waiter's signal to another, and not taken it from the dead one. */
    SYNC_CONDITION_SWEPT,
    /** A semaphore's permits are taken, the call has not returned. */
    SYNC_SEMAPHORE_TAKEN,
    /** A semaphore's permits are back, nobody woken. */
    SYNC_SEMAPHORE_RELEASED,
    /** The process's word says what it will own, the permits are not taken or given back. */
    SYNC_OWNED_INTENDED,
    /** Permits are taken or given back, the process's word does not say so. */
    SYNC_OWNED_COMMITTED,
    /** The process's word says what it owns, the change is not marked as complete. */
    SYNC_OWNED_WRITTEN,
    /** An event is set, nobody woken. */
    SYNC_EVENT_SET,
    /** A latch is counted down, nobody woken. */
    SYNC_LATCH_COUNTED,
    /** A barrier has the process as a party, the thread is not counted. */
    SYNC_BARRIER_MARKED,
    /** A thread is counted at a barrier and does not wait yet. */
    SYNC_BARRIER_ARRIVED,
    /** All parties have arrived, the action has not run. */
    SYNC_BARRIER_ACTING,
    /** The barrier is open again, nobody woken. */
    SYNC_BARRIER_TRIPPED,
    /** The barrier is broken, nobody woken. */
    SYNC_BARRIER_BROKEN,
    /** In reset: the generation is to end, its parties have not been told. */
    SYNC_BARRIER_RESETTING,
    /** In reset: the parties have been told that their generation is broken, there is no new one yet. */
    SYNC_BARRIER_TOLD,
    /** A reader is counted, and has not checked whether there is a writer. */
    SYNC_READER_COUNTED,
    /** The last reader of a process is no longer counted, no writer is woken. */
    SYNC_READER_GONE,
    /** A writer keeps new readers out, and has not checked whether there are any. */
    SYNC_WRITER_CAME,

    // ---------------------------------------------------------------- shared memory

    /** The file of shared memory is half written. */
    MEMORY_BEGUN,
    /** The file of shared memory is written, under a temporary name. */
    MEMORY_WRITTEN,
    /** The file of shared memory has its final name, the object is not published. */
    MEMORY_NAMED,
    /** A block of memory is out of the table, its file still exists. */
    MEMORY_REMOVED,
    /** In set of a reference: the value is written, its version is not. */
    MEMORY_SET_WRITTEN,
    /** In set of a reference: the version is written, the lock held. */
    MEMORY_SET_PUBLISHED;

    /** The exit code of a halted JVM: the same as after SIGKILL. */
    private static final int EXIT_CODE = 137;

    /** Null when not in use. Not volatile: it is set before the threads that must see it start their work. */
    private static String target = System.getProperty("multiproc.killAt");

    private static int passes;

    /** What to do at the place; null to end the process. */
    private static Runnable action;

    /** For tests: lets this process end at a place, given as a name or {@code NAME:N}. */
    public static void arm(String nameAndPass) {
        arm(nameAndPass, null);
    }

    /**
     * For tests: lets a thread that reaches a place do something there, once, such as to stop itself or its process.
     */
    public static synchronized void arm(String nameAndPass, Runnable newAction) {
        target = nameAndPass;
        action = newAction;
        passes = 0;
    }

    /** Ends the process here if a test wants that. */
    public void here() {
        if (target != null) {
            check(target.split(":", 2));
        }
    }

    private void check(String[] where) {
        if (where[0].equals(name())) {
            int nth = where.length > 1 ? Integer.parseInt(where[1]) : 1;
            Runnable armed;
            synchronized (KillPoint.class) {
                passes++;
                if (passes != nth) {
                    return;
                }
                if (action == null) {
                    Runtime.getRuntime().halt(EXIT_CODE);
                }
                armed = action;
            }
            armed.run();
        }
    }
}
