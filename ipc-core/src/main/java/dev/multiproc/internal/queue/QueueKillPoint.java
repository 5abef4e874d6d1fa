package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of queues. */
public enum QueueKillPoint implements KillPoint {
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
    /** In take of a queue with a lease: the lease's end is written, the record not claimed. */
    TAKE_LEASED,
    /** In take: the record is claimed, the head not moved. */
    TAKE_CLAIMED,
    /** In take: the head is moved, the item not read. */
    TAKE_HEAD_MOVED,
    /** In take: the item is read, not handed to the caller. */
    TAKE_READ,
    /** In take of a plain queue: the item is read and done, the head not moved. */
    TAKE_FINISHED,
    /** In taskDone: nothing is written. */
    DONE_BEGUN,
    /** In taskDone: the record is marked as done, threads in join are not woken. */
    DONE_MARKED,
    /** The time before which the item is not delivered again is written, the item not given back. */
    RETURN_DELAYED,
    /** The item is marked as given back, not counted. */
    RETURN_MARKED,
    /** In take: an item that was given back is claimed again, and still counted as given back. */
    RETURN_TAKEN,
    /** The next due time has come and is taken away; the one after it is not found yet. */
    DUE_CLEARED,
    /** An item whose lease has ended is taken from its consumer, and nothing is counted. */
    LEASE_ENDED,
    /** The lease of an item has a new end, which is not announced. */
    LEASE_EXTENDED,
    /** The item is marked to become a dead letter. */
    DEAD_LETTER_MARKED,
    /** The item is among the dead letters, and its record still marked. */
    DEAD_LETTER_PUT,
    /** In shutdown: the queue is shut down, nobody is woken, nothing dropped. */
    SHUTDOWN_SET,
    /** In shutdown: an item is claimed, to be dropped. */
    SHUTDOWN_CLAIMED,
    /** In shutdown: some items are dropped. */
    SHUTDOWN_DROPPED,
    /** In redrive: the dead letter is claimed. */
    REDRIVE_CLAIMED,
    /** In forwardTo: the intention is noted, the item not marked. */
    FORWARD_INTENDED,
    /** In forwardTo: the item is marked as forwarded, the result not published. */
    FORWARD_MARKED,
    /** In forwardTo: the item is done, the intention still noted. */
    FORWARD_DONE,
    /** In forwardTo: all is done, the lock held. */
    FORWARD_CLEARED
}
