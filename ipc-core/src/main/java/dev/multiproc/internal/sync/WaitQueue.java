package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Waits;
import java.util.concurrent.TimeUnit;

/**
 * Where threads of many processes wait for something that is not enough for all.
 *
 * <pre>
 *  0               16              32
 *  +---------------+---------------+
 *  | sleepers      | newcomers     |   two events
 *  +---------------+---------------+
 * </pre>
 *
 * <p>What is free goes to whoever asks, before those who sleep: if each had to wait until the next is awake, all would run at
 * the pace of wake-ups. So that nobody starves, a process that has had its turn promises what it gives back to those who
 * sleep. Newcomers, the promiser first of all, leave alone what is promised, as long as a thread may take to wake up on a busy
 * machine; then they count as sleepers, so that a promise to somebody who died is void. The last who gives up breaks it.
 */
final class WaitQueue {
    static final int LENGTH = 2 * EventCount.LENGTH;
    /** Long beside a wake-up, short beside what people notice. */
    static final long TURN_NANOS = 2_000_000L;
    /** How long a promise is kept. */
    private static final long PROMISE_NANOS = 20_000_000L;

    private static final boolean CAN_SPIN = Runtime.getRuntime().availableProcessors() > 1;
    private static final int LOOKS = 16;
    /** Looking disturbs the owner, so it is done ever more rarely. */
    private static final int FIRST_PAUSE = 32;

    private static final int LONGEST_PAUSE = 256;

    private final EventCount sleepers;
    private final EventCount newcomers;
    /** When this process last came in after a sleep, or made a promise. */
    private volatile long turnBegan = System.nanoTime();

    /** What is waited for. */
    interface Prize {
        /** Whether it can be taken now. Reads shared words only. */
        boolean isFree(boolean hasWaited);

        /** Takes it if it can be taken now. */
        boolean tryTake(boolean hasWaited);

        /** Makes what is promised free for all. */
        void breakPromise();
    }

    WaitQueue(MappedRegion region, int offset, Waits waits) {
        sleepers = EventCount.withoutFence(region, offset, waits);
        newcomers = EventCount.withoutFence(region, offset + EventCount.LENGTH, waits);
    }

    /** Waits for the prize and takes it; gives false if the time is up first. */
    boolean await(Prize prize, long deadlineNanos) throws InterruptedException {
        if (Deadline.left(deadlineNanos) <= 0) {
            return prize.tryTake(true);
        }
        if (CAN_SPIN && spin(prize)) {
            return true;
        }
        boolean isTaken = false;
        try {
            isTaken = sleep(prize, deadlineNanos);
            return isTaken;
        } finally {
            if (!isTaken && !sleepers.hasWaiters()) {
                prize.breakPromise();
                newcomers.signalAll();
            }
        }
    }

    private static boolean spin(Prize prize) {
        int pause = FIRST_PAUSE;
        for (int look = 0; look < LOOKS; look++) {
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
            if (prize.isFree(false) && prize.tryTake(false)) {
                return true;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return false;
    }

    private boolean sleep(Prize prize, long deadlineNanos) throws InterruptedException {
        if (prize.isFree(true) && !prize.isFree(false)) {
            long promiseEnd = Deadline.in(PROMISE_NANOS, TimeUnit.NANOSECONDS);
            newcomers.await(() -> prize.isFree(false), Deadline.earlier(deadlineNanos, promiseEnd));
        }
        do {
            if (prize.tryTake(true)) {
                turnBegan = System.nanoTime();
                return true;
            }
        } while (sleepers.await(() -> prize.isFree(true), deadlineNanos));
        return prize.tryTake(true);
    }

    /** Whether what this process is about to give back is to be promised to those who sleep. */
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

    /** Wakes one: something was given back. */
    void wakeOne() {
        if (sleepers.hasWaiters()) {
            sleepers.signal();
        } else {
            newcomers.signal();
        }
    }

    /** Wakes all: so much was given back that several may be served. */
    void wakeAll() {
        sleepers.signalAll();
        newcomers.signalAll();
    }

    /** Forgets a dead process's waiters, and wakes all others: a wake-up may have died with it. */
    void forget(int deadSlot) {
        sleepers.forget(deadSlot);
        newcomers.forget(deadSlot);
    }
}
