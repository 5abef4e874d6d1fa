package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;

/**
 * When something is due in a queue: the end of a lease, or of the delay of an item that was given back. Each record has its
 * own due time ({@link RecordDescriptor}); the queue has the next one ({@link QueueCounters}).
 *
 * <p>There is no thread for this. A thread that waits in a take or a join sleeps until the next due time at most, and
 * whoever takes, looks or joins after it does what is due: {@link ReturnedItems}. A thread that makes the next due time
 * earlier wakes those that sleep for longer. (The test class {@code LeaseProtocol} models this.)
 */
final class DueTimes {
    /** Later than any due time, and far from an overflow. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    private final QueueCounters counters;
    private final EventCount notEmpty;
    private final Finisher finisher;
    private final long leaseNanos;
    private final long firstDelayNanos;
    private final long maxDelayNanos;

    DueTimes(QueueCounters counters, EventCount notEmpty, Finisher finisher) {
        this.counters = counters;
        this.notEmpty = notEmpty;
        this.finisher = finisher;
        this.leaseNanos = counters.leaseNanos();
        this.firstDelayNanos = counters.firstDelayNanos();
        this.maxDelayNanos = counters.maxDelayNanos();
    }

    boolean hasLease() {
        return leaseNanos > 0;
    }

    long endOfLease() {
        return System.nanoTime() + leaseNanos;
    }

    /** The point in time after a delay of a user; 0 for a delay of zero. */
    static long after(long nanos) {
        return nanos <= 0 ? 0 : System.nanoTime() + Math.min(nanos, LONGEST_NANOS);
    }

    /** How long an item that was delivered so often, and not finished, waits. */
    long retryDelay(int deliveries) {
        long delay = firstDelayNanos;
        for (int i = 1; i < deliveries && delay < maxDelayNanos; i++) {
            delay *= 2;
        }
        return Math.min(delay, maxDelayNanos);
    }

    /** Writes the end of the lease into a record that this thread is about to claim. */
    void beginLease(Cursor cursor) {
        long end = endOfLease();
        cursor.region().raiseLong(cursor.offset() + RecordDescriptor.DUE_OFFSET, end);
        announce(end);
        QueueKillPoint.TAKE_LEASED.here();
    }

    /** Called before a record is changed so that something is due at that time. */
    void announce(long timeNanos) {
        if (counters.lowerDue(timeNanos)) {
            wakeAll();
        }
    }

    /** Called when the next due time has changed. */
    void wakeAll() {
        notEmpty.signalAll();
        if (hasLease()) {
            finisher.wakeJoins();
        }
    }

    /** Whether something is due. */
    boolean isPast() {
        long next = counters.due();
        return next != Deadline.NEVER && next <= System.nanoTime();
    }

    /** Whether a record that was given back, or is due, may be claimed. */
    boolean mayClaimReturned() {
        return (hasLease() || counters.isAnyReturned()) && (counters.returned() > 0 || isPast());
    }

    /** Called when the return lock was released: a thread that came meanwhile may have gone to sleep. */
    void unlocked() {
        if (isPast()) {
            wakeAll();
        } else if (counters.returned() > 0) {
            notEmpty.signal();
        }
    }

    /**
     * Whether a thread that went to sleep when the next due time was {@code seen} should look again. Only reads. A later time
     * is news too: a thread that saw a past one, behind the lock, sleeps without a limit.
     */
    boolean isNews(long seen) {
        long next = counters.due();
        return next != seen || next != Deadline.NEVER && next <= System.nanoTime() && counters.isReturnLockFree();
    }

    /**
     * Until when a thread sleeps at most. What is due already does not limit it: the lock is held, and whoever releases it
     * wakes this thread.
     */
    static long limit(long deadlineNanos, long seen) {
        return seen == Deadline.NEVER || seen <= System.nanoTime()
                ? deadlineNanos
                : Deadline.earlier(deadlineNanos, seen);
    }

    /** Whether a record that was given back is not to be delivered yet. */
    static boolean isDelayed(MappedRegion region, int offset, long nowNanos) {
        return RecordDescriptor.due(region, offset) > nowNanos;
    }
}
