package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of synchronizers. */
public enum SyncKillPoint implements KillPoint {
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
    SYNC_WRITER_CAME
}
