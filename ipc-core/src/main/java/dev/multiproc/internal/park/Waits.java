package dev.multiproc.internal.park;

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
 * stays at zero where no process is killed or stopped.
 */
public final class Waits {
    private final int slot;
    private final Supplier<Parker> parkers;
    private final IntConsumer prober;
    private final IntSupplier slotLimit;
    private final Set<Wait> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong rescues = new AtomicLong();
    private volatile Parker parker;
    private volatile boolean closed;
    private volatile boolean exiting;

    /**
     * The waits of the process in a slot.
     *
     * @param parkers makes the way to sleep, at the first wait: those who never wait do not pay for it
     * @param prober is told a slot whose process may be dead
     */
    public Waits(int slot, Supplier<Parker> parkers, IntConsumer prober) {
        this(slot, parkers, prober, () -> Parker.BITS);
    }

    /**
     * The same in a session that may have many processes.
     *
     * @param slotLimit gives the slot from which on none was ever used
     */
    public Waits(int slot, Supplier<Parker> parkers, IntConsumer prober, IntSupplier slotLimit) {
        this.slot = slot;
        this.parkers = parkers;
        this.prober = prober;
        this.slotLimit = slotLimit;
    }

    /** One thread's wait. */
    static final class Wait {
        final EventCount event;
        final BooleanSupplier condition;
        /** The event's moves as the thread saw them before it went to sleep. */
        volatile int seen;

        private boolean suspected;
        private volatile boolean rescued;

        Wait(EventCount event, BooleanSupplier condition, int seen) {
            this.event = event;
            this.condition = condition;
            this.seen = seen;
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

    Wait begin(EventCount event, BooleanSupplier condition, int seen) {
        Wait wait = new Wait(event, condition, seen);
        running.add(wait);
        return wait;
    }

    void end(Wait wait, boolean satisfied) {
        running.remove(wait);
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
        for (Wait wait : running) {
            if (!wait.condition.getAsBoolean()) {
                wait.suspected = false;
            } else if (wait.suspected) {
                // One that was signalled and has not run since is late on a busy machine; a wake more does no harm.
                wait.rescued |= !wait.event.hasSignalled(wait.seen);
                wait.event.wakeLocal();
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
        running.forEach(wait -> wait.event.wakeLocal());
        Parker chosen = parker;
        if (chosen != null) {
            chosen.close();
        }
    }
}
