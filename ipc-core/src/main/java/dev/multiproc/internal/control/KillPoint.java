package dev.multiproc.internal.control;

/**
 * A place where a test can have the process end as if by {@code kill -9}: {@code -Dmultiproc.killAt=NAME} halts the JVM when it
 * comes to the place of that name, {@code NAME:N} when it does for the Nth time. When off it costs the read of a field.
 */
public enum KillPoint {
    /** In put: the lock is held, nothing is written. */
    PUT_LOCKED,
    /** In put: the payload is written, not published. */
    PUT_WRITTEN,
    /** In put: the item, or all that are put together, is written and counted, not published. */
    PUT_COUNTED,
    /** In put: the item is published, the place of the tail is the old one. */
    PUT_PUBLISHED,
    /** In put: the tail is moved, the lock held. */
    PUT_TAIL_MOVED,
    /** In put: done, nobody woken. */
    PUT_UNLOCKED,
    /** In put: the large item's file has its final name, the record is not published. */
    PUT_SPILL_NAMED,
    /** The end of a page is marked, the next not entered. */
    PAGE_ENDED,
    /** The next page has its first number, the tail is still in the old one. */
    PAGE_ENTERED,
    /** A page is to be appended: the page lock is held and said to be at work. */
    PAGE_OPENED,
    /** A page is in the log, not linked. */
    PAGE_APPENDED,
    /** A page is half linked. */
    PAGE_LINKED,
    /** A retired file is no longer the log's, and not yet the next file of it. */
    ROLL_TAKEN,
    /** A new file is to be begun. */
    ROLL_PREPARED,
    /** Files are retired, none is deleted. */
    RETIRE_BEGUN,
    /** Files are to be deleted, some are. */
    RETIRE_DELETED,
    /** In take: the record is claimed, the head not moved. */
    TAKE_CLAIMED,
    /** In take: the head is moved, the item not read. */
    TAKE_HEAD_MOVED,
    /** In take: the item is read, not handed to the caller. */
    TAKE_READ,
    /** In taskDone: nothing is written. */
    DONE_BEGUN,
    /** In taskDone: the record is done, joins are not told. */
    DONE_MARKED,
    /** The item is marked as given back, not counted. */
    RETURN_MARKED,
    /** In take: an item that was given back is claimed again, and still counted among those. */
    RETURN_TAKEN,
    /** The item is marked as moving to the dead letters. */
    DEAD_LETTER_MARKED,
    /** The item is among the dead letters, and still marked as moving there. */
    DEAD_LETTER_PUT,
    /** A sweeper has the dead process's lock. */
    SWEEP_BEGUN,
    /** A sweeper is at a lock of the dead process, and has repaired nothing. */
    SWEEP_LOCK_TAKEN,
    /** A sweeper has settled the claims, the slot is not free. */
    SWEEP_SETTLED,
    /** A parent has reserved a slot. */
    SPAWN_RESERVED,
    /** A parent has written the task and started nothing. */
    SPAWN_PREPARED,
    /** A parent has started the child and not said so. */
    SPAWN_STARTED,
    /** A child runs and has not joined the session. */
    CHILD_BEGUN,
    /** A child has joined the session and not read its task. */
    CHILD_ENTERED,
    /** An object has an index in the table and is not published. */
    OBJECT_RESERVED,

    // ---------------------------------------------------------------- synchronizers

    /** The lock's word names this process, the caller has not been told. */
    SYNC_LOCK_TAKEN,
    /** The lock is free or promised, nobody woken. */
    SYNC_LOCK_FREED,
    /** A sweeper has freed a dead process's lock, nobody woken. */
    SYNC_LOCK_SWEPT,
    /** In await of a condition: counted as a waiter, the lock still held. */
    SYNC_CONDITION_ENTERED,
    /** A waiter's process has one signal more, nobody woken. */
    SYNC_CONDITION_SIGNALLED,
    /** In await: woken, the lock not held again. */
    SYNC_CONDITION_WOKEN,
    /** In await: the lock is held again, the signal not used up. */
    SYNC_CONDITION_RETAKEN,
    /** A sweeper has given a dead waiter's signal to another, and not taken it from the dead. */
    SYNC_CONDITION_SWEPT,
    /** A semaphore's permits are taken, the caller has not been told. */
    SYNC_SEMAPHORE_TAKEN,
    /** A semaphore's permits are back, nobody woken. */
    SYNC_SEMAPHORE_RELEASED,
    /** The process's word says what it will own, the permits are not taken or given back. */
    SYNC_OWNED_INTENDED,
    /** Permits are taken or given back, the process's word does not say so. */
    SYNC_OWNED_COMMITTED,
    /** The process's word says what it owns, the change is not over. */
    SYNC_OWNED_WRITTEN,
    /** An event is set, nobody woken. */
    SYNC_EVENT_SET,
    /** A latch is counted down, nobody woken. */
    SYNC_LATCH_COUNTED,
    /** A barrier knows the process as a party, the thread is not counted. */
    SYNC_BARRIER_MARKED,
    /** A thread is counted at a barrier and does not wait yet. */
    SYNC_BARRIER_ARRIVED,
    /** All have come, the action is not run. */
    SYNC_BARRIER_ACTING,
    /** The barrier is open again, nobody woken. */
    SYNC_BARRIER_TRIPPED,
    /** The barrier is broken, nobody woken. */
    SYNC_BARRIER_BROKEN,
    /** In reset: the generation is to end, its parties do not know. */
    SYNC_BARRIER_RESETTING,
    /** In reset: the parties know that their generation was broken, there is no other yet. */
    SYNC_BARRIER_TOLD,
    /** A reader is counted, and has not looked whether there is a writer. */
    SYNC_READER_COUNTED,
    /** The last reader of a process is not counted any more, no writer is told. */
    SYNC_READER_GONE,
    /** A writer keeps readers out, and has not looked whether there are some. */
    SYNC_WRITER_CAME,

    // ---------------------------------------------------------------- shared memory

    /** The file of shared memory is half written. */
    MEMORY_BEGUN,
    /** The file of shared memory is written, under a name of its maker's. */
    MEMORY_WRITTEN,
    /** The file of shared memory has its name, the object is not published. */
    MEMORY_NAMED,
    /** A block of memory is out of the table, its file is there. */
    MEMORY_REMOVED,
    /** In set of a reference: the value is written, its version is not. */
    MEMORY_SET_WRITTEN,
    /** In set of a reference: the version is written, the lock held. */
    MEMORY_SET_PUBLISHED;

    /** What a halted JVM exits with: as after SIGKILL. */
    private static final int EXIT_CODE = 137;

    /** Null when off. Not volatile: it is set before the threads that are to see it get busy. */
    private static String target = System.getProperty("multiproc.killAt");

    private static int passes;

    /** What is done at the place; null to end the process. */
    private static Runnable action;

    /** Has this process end at a place from now on: a name, or {@code NAME:N}. For tests. */
    public static void arm(String nameAndPass) {
        arm(nameAndPass, null);
    }

    /** Has a thread that comes to a place do something there, once: to stop itself, or its process. For tests. */
    public static synchronized void arm(String nameAndPass, Runnable newAction) {
        target = nameAndPass;
        action = newAction;
        passes = 0;
    }

    /** Ends the process here if it was told to. */
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
