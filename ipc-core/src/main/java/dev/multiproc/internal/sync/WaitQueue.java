package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Waits;
import java.util.concurrent.TimeUnit;

/**
 * Where threads of many processes wait for a resource that is not enough for all of them.
 *
 * <pre>
 *  0               16              32
 *  +---------------+---------------+
 *  | sleepers      | newcomers     |   two event counts
 *  +---------------+---------------+
 * </pre>
 *
 * <p>A free resource goes to whoever asks first, ahead of sleeping threads: if each had to wait until the next one is
 * awake, all would run at the pace of wake-ups. So that nobody starves, a process that has had its turn promises to
 * sleepers what it gives back. Newcomers, including the process that made the promise, leave a promised resource alone
 * for as long as a thread may take to wake up on a busy machine. After that they count as sleepers too, so a promise to
 * a dead thread expires. The last sleeper that gives up cancels the promise.
 */
final class WaitQueue {
    static final int LENGTH = 2 * EventCount.LENGTH;
    /** How long a turn lasts: long compared with a wake-up, too short for people to notice. */
    static final long TURN_NANOS = 2_000_000L;
    /** How long a promise lasts. */
    private static final long PROMISE_NANOS = 20_000_000L;

    private static final boolean CAN_SPIN = Runtime.getRuntime().availableProcessors() > 1;
    private static final int LOOKS = 16;
    /** Each check slows down the owner, so the pauses between checks grow. */
    private static final int FIRST_PAUSE = 32;

    private static final int LONGEST_PAUSE = 256;

    private final EventCount sleepers;
    private final EventCount newcomers;
    /** When this process last got the resource after sleeping, or made a promise. */
    private volatile long turnBegan = System.nanoTime();

    /** What threads wait for. */
    interface Resource {
        /** Whether it can be taken now. Reads shared memory only. */
        boolean isFree(boolean hasWaited);

        /** Takes it if it can be taken now. */
        boolean tryTake(boolean hasWaited);

        /** Cancels a promise, so that anyone can take the resource. */
        void breakPromise();
    }

    WaitQueue(MappedRegion region, int offset, Waits waits) {
        sleepers = EventCount.withoutFence(region, offset, waits);
        newcomers = EventCount.withoutFence(region, offset + EventCount.LENGTH, waits);
    }

    /** Waits for the resource and takes it. Returns false if the deadline passes first. */
    boolean await(Resource resource, long deadlineNanos) throws InterruptedException {
        if (Deadline.left(deadlineNanos) <= 0) {
            return resource.tryTake(true);
        }
        if (CAN_SPIN && spin(resource)) {
            return true;
        }
        boolean isTaken = false;
        try {
            isTaken = sleep(resource, deadlineNanos);
            return isTaken;
        } finally {
            if (!isTaken && !sleepers.hasWaiters()) {
                resource.breakPromise();
                newcomers.signalAll();
            }
        }
    }

    private static boolean spin(Resource resource) {
        int pause = FIRST_PAUSE;
        for (int look = 0; look < LOOKS; look++) {
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
            if (resource.isFree(false) && resource.tryTake(false)) {
                return true;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return false;
    }

    private boolean sleep(Resource resource, long deadlineNanos) throws InterruptedException {
        if (resource.isFree(true) && !resource.isFree(false)) {
            long promiseEnd = Deadline.in(PROMISE_NANOS, TimeUnit.NANOSECONDS);
            newcomers.await(() -> resource.isFree(false), Deadline.earlier(deadlineNanos, promiseEnd));
        }
        do {
            if (resource.tryTake(true)) {
                turnBegan = System.nanoTime();
                return true;
            }
        } while (sleepers.await(() -> resource.isFree(true), deadlineNanos));
        return resource.tryTake(true);
    }

    /** Whether this process must promise to sleepers what it is about to give back. */
    boolean isTurnOver() {
        if (!sleepers.hasWaiters()) {
            return false;
        }
        long now = System.nanoTime();
        boolean isOver = now - turnBegan > TURN_NANOS;
        if (isOver) {
            turnBegan = now;
        }
        return isOver;
    }

    /** Wakes one thread: something was given back. */
    void wakeOne() {
        if (sleepers.hasWaiters()) {
            sleepers.signal();
        } else {
            newcomers.signal();
        }
    }

    /** Wakes all threads: enough was given back for several of them. */
    void wakeAll() {
        sleepers.signalAll();
        newcomers.signalAll();
    }

    /** Forgets a dead process's waiters and wakes all others, since a wake-up may have been lost with it. */
    void forget(int deadSlot) {
        sleepers.forget(deadSlot);
        newcomers.forget(deadSlot);
    }
}
