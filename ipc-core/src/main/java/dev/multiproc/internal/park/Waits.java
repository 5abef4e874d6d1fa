package dev.multiproc.internal.park;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    /** For so long the library's own waits for its locks go on when a session ends: who lives lets go within microseconds. */
    private static final long LOCK_PATIENCE_NANOS = 2_000_000_000L;
    /** A JVM that has not exited by then is held up, perhaps by one of these threads. */
    private static final long EXIT_PATIENCE_NANOS = 10_000_000_000L;

    /** When this thread's waits for locks of the library end; see {@link #limitLocks}. */
    private static final ThreadLocal<Long> LOCK_LIMITS = new ThreadLocal<>();

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
    private volatile boolean halting;
    /** Written before {@link #closed}. */
    private long closedNanos;
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
        final boolean isWokenByListener;

        final Thread thread = Thread.currentThread();
        /** Whether it was woken at the door and has not handed on since. */
        volatile boolean picked;
        /** Whether it was signalled once more before it looked. Its own. */
        boolean owesSignal;
        /** Whether the others at the door rely on it to look again in a moment. Of those who have the door's lock, and its own. */
        volatile boolean rechecksForAll;

        /** Where it is shown. */
        private int cell;

        private boolean suspected;
        private volatile boolean rescued;
        /** What other threads look at, the safety net's and the doorkeeper: reads shared words, and neither waits nor changes anything. */
        private BooleanSupplier look;
        /** Whether the wait began while this JVM was exiting: then it may be in a shutdown hook. */
        private boolean isLate;

        /** Whether it has to begin anew, since it is to be woken in the other way from now on. Its own. */
        boolean mustRestart;

        Wait(EventCount event, BooleanSupplier condition, int seen, int number, boolean isAlone, boolean isWokenByListener) {
            this.event = event;
            this.condition = condition;
            this.look = condition;
            this.seen = seen;
            this.number = number;
            this.isAlone = isAlone;
            this.isWokenByListener = isWokenByListener;
        }

        /** Whether its condition may hold, as other threads than its own may ask. */
        boolean mayHold() {
            return look.getAsBoolean();
        }

        void lookBy(BooleanSupplier newLook) {
            look = newLook;
        }
    }

    /** Thrown inside a wait that is to end, and caught before it shows. */
    @SuppressWarnings("serial") // Goes no farther than its thread.
    static final class Over extends RuntimeException {
        private final boolean mayStay;

        private Over(boolean mayStay) {
            super(null, null, false, false);
            this.mayStay = mayStay;
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

    boolean isExiting() {
        return exiting;
    }

    /** Of a wait that begins, or begins anew: whether it began while the JVM was exiting. */
    void begin(Wait wait, boolean isLate) {
        wait.isLate = isLate;
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

    /** Has a user's wait end if the session is closed, or the JVM exits. */
    void checkOpen(Wait wait) {
        if (closed) {
            throw new Over(exiting && !wait.isLate);
        }
    }

    /**
     * What becomes of a user's wait that has to end, when the thread has left the event. In a shutdown hook and in a thread that
     * the JVM's exit has to wait for it throws. A daemon thread goes on waiting, as it does at anything else when a JVM exits, and
     * says nothing; but not in the kernel, which would delay the exit, and not for ever, since somebody may wait for it.
     *
     * @return false when the time is up
     */
    boolean stay(Over over, long deadlineNanos) throws InterruptedException {
        if (!halting && (!over.mayStay || !Thread.currentThread().isDaemon())) {
            throw sessionClosed();
        }
        long end = Deadline.in(EXIT_PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        while (Deadline.left(end) > 0) {
            long left = Math.min(Deadline.left(end), Deadline.left(deadlineNanos));
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
            checkInterrupt();
        }
        Thread.currentThread().setUncaughtExceptionHandler((thread, uncaught) -> {});
        throw sessionClosed();
    }

    /** What a call that may wait does first, also if it need not wait. */
    public static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static IllegalStateException sessionClosed() {
        return new IllegalStateException("the session is closed");
    }

    /**
     * Has this thread's waits for locks of the library end at a time, with {@link StillHeldException}: it holds what others need,
     * and what it does can be done again. Until {@link #unlimitLocks}.
     */
    public static void limitLocks(long deadlineNanos) {
        LOCK_LIMITS.set(deadlineNanos);
    }

    public static void unlimitLocks() {
        LOCK_LIMITS.remove();
    }

    /**
     * Asked by a thread that waits for a lock of the library. Such a wait is no user's: it is for a moment, in the midst of
     * something, with other locks held. So it goes on when the session is closed or the JVM exits; but a stopped process may hold
     * the lock, so then it goes on for a time only.
     */
    void checkMayWait() {
        Long limit = LOCK_LIMITS.get();
        if (limit != null && Deadline.left(limit) <= 0) {
            throw new StillHeldException();
        }
        if (closed && System.nanoTime() - closedNanos > LOCK_PATIENCE_NANOS) {
            throw sessionClosed();
        }
    }

    /**
     * Ends every user's wait of this process, for good, as the JVM exits: one that stayed in the kernel would delay that. See
     * {@link #stay}.
     */
    public void exit() {
        exiting = true;
        close();
    }

    /** The same when the JVM is about to halt, for which it waits for no thread: none runs on. */
    public void halt() {
        halting = true;
        exit();
    }

    /** Another process begins: threads of this one that it could not wake yet are woken to look by themselves. */
    public void processBegins() {
        Parker chosen = parker;
        if (chosen != null && chosen.tick()) {
            for (Wait wait : running) {
                wait.event.wakeLocal();
            }
        }
    }

    /** The safety net's tick. */
    public void rescue() {
        processBegins();
        long now = System.nanoTime();
        boolean isPunctual = now - lastTickNanos < LATE_NANOS;
        lastTickNanos = now;
        for (Wait wait : running) {
            if (!wait.look.getAsBoolean()) {
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

    /**
     * Ends every user's wait of this process with {@link IllegalStateException}; later ones throw at once. Waits for the library's
     * own locks go on for a while; see {@link #checkMayWait}.
     */
    public void close() {
        if (!closed) {
            closedNanos = System.nanoTime();
            closed = true;
        }
        for (Wait wait : running) {
            wait.event.wakeLocal();
        }
    }

    /** Stops what wakes this process's threads, and others in its name: the last that is done. */
    public void stopWaking() {
        Parker chosen = parker;
        if (chosen != null) {
            chosen.close();
        }
    }
}
