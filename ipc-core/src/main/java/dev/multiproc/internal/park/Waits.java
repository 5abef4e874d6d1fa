package dev.multiproc.internal.park;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The threads of this process that wait in one session: so that they can be woken when it closes, and so that the safety
 * net can look after them.
 *
 * <p>The safety net: on every tick of the janitor each waiter's condition is looked at. One that holds on two ticks in a
 * row although its thread still sleeps and nobody has signalled it was missed; the thread is woken and counted. The count
 * stays at zero where no process is killed or stopped. On a machine so busy that the ticks come late, threads do too: none is
 * counted then.
 */
public final class Waits {
    /** A tick that comes so long after the last one is late. */
    private static final long LATE_NANOS = 75_000_000L;

    private final int slot;
    private final Supplier<Parker> parkers;
    private final IntConsumer prober;
    private final IntSupplier slotLimit;
    private final Set<Wait> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong rescues = new AtomicLong();
    private final Optional<WaitBoard> board;
    private volatile Parker parker;
    private volatile boolean closed;
    private volatile boolean exiting;
    /** Of the one thread that ticks. */
    private long lastTickNanos = System.nanoTime();

    /**
     * The waits of the process in a slot.
     *
     * @param parkers makes the way to sleep, at the first wait: those who never wait do not pay for it
     * @param prober is told a slot whose process may be dead
     * @param slotLimit gives a slot from which on none was ever used
     */
    public Waits(int slot, Supplier<Parker> parkers, IntConsumer prober, IntSupplier slotLimit) {
        this(slot, parkers, prober, slotLimit, Optional.empty());
    }

    /**
     * The same where others can see who waits.
     *
     * @param board empty if the events are not in a session's control file
     */
    public Waits(
            int slot, Supplier<Parker> parkers, IntConsumer prober, IntSupplier slotLimit, Optional<WaitBoard> board) {
        this.slot = slot;
        this.parkers = parkers;
        this.prober = prober;
        this.slotLimit = slotLimit;
        this.board = board;
    }

    /** One thread's wait. */
    static final class Wait {
        final EventCount event;
        final BooleanSupplier condition;
        /** The event's moves as the thread saw them before it went to sleep. */
        volatile int seen;
        /** How many waits this process had begun at the event, and whether this is its only one. */
        final int number;

        final boolean isAlone;

        /** How it is to be woken. */
        final boolean sleepsAtDoor;

        final Thread thread = Thread.currentThread();
        /** Whether it was woken at the door and has not handed on since. */
        volatile boolean picked;
        /** Whether it was signalled once more before it looked. Its own. */
        boolean owesSignal;
        /** Whether the others at the door rely on it to look again in a moment. Of those who have the door's lock, and its own. */
        volatile boolean napsForAll;

        /** Where it is shown. */
        private int cell;

        private boolean suspected;
        private volatile boolean rescued;

        Wait(EventCount event, BooleanSupplier condition, int seen, int number, boolean isAlone, boolean sleepsAtDoor) {
            this.event = event;
            this.condition = condition;
            this.seen = seen;
            this.number = number;
            this.isAlone = isAlone;
            this.sleepsAtDoor = sleepsAtDoor;
        }
    }

    int slot() {
        return slot;
    }

    /** Whether another process may have this one's bit. */
    boolean mayShareBit() {
        return slot >= Parker.BITS || slot + Parker.BITS < slotLimit.getAsInt();
    }

    Parker parker() {
        Parker chosen = parker;
        return chosen != null ? chosen : choose();
    }

    private synchronized Parker choose() {
        if (parker == null) {
            parker = parkers.get();
        }
        return parker;
    }

    void suspect(int otherSlot) {
        prober.accept(otherSlot);
    }

    void begin(Wait wait) {
        running.add(wait);
        if (board.isPresent()) {
            wait.cell = board.get().show(wait.event.place());
        }
    }

    void end(Wait wait, boolean satisfied) {
        running.remove(wait);
        if (board.isPresent()) {
            board.get().clear(wait.cell);
        }
        if (satisfied && wait.rescued) {
            rescues.incrementAndGet();
        }
    }

    void checkOpen() {
        if (exiting) {
            // The JVM is on its way out and this is a daemon thread: it must leave the kernel, and say nothing.
            while (true) {
                LockSupport.park(this);
            }
        }
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    /** Has every waiting thread of this process leave the kernel for good: one that stays there delays the JVM's exit. */
    public void exit() {
        exiting = true;
        close();
    }

    /** The safety net's tick. */
    public void rescue() {
        long now = System.nanoTime();
        boolean isPunctual = now - lastTickNanos < LATE_NANOS;
        lastTickNanos = now;
        for (Wait wait : running) {
            if (!wait.condition.getAsBoolean()) {
                wait.suspected = false;
            } else if (wait.suspected) {
                // One that was signalled and has not run since is late on a busy machine; a wake more does no harm.
                wait.rescued |= isPunctual && !wait.event.hasSignalled(wait);
                wait.event.rescue(wait);
            } else {
                wait.suspected = true;
            }
        }
    }

    /** How many waiters only the safety net woke. */
    public long rescues() {
        return rescues.get();
    }

    /** Wakes every waiting thread of this process with {@link IllegalStateException}; later waits throw at once. */
    public void close() {
        closed = true;
        for (Wait wait : running) {
            wait.event.wakeLocal();
        }
        Parker chosen = parker;
        if (chosen != null) {
            chosen.close();
        }
    }
}
