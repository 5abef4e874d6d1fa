package dev.multiproc.internal.park;

import dev.multiproc.MultiprocessingException;
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
 * The threads of this process that wait in one session: registered so that they can be woken when the session closes,
 * and so that the safety net can check them.
 *
 * <p>The safety net: every tick of the janitor checks each waiter's condition. If it holds at two ticks in a row
 * although the thread is still in the same sleep and was not signalled, a wake-up was missed; the thread is woken and
 * counted. The count stays zero unless a process is killed or stopped. On a very busy machine both ticks and threads
 * run late, so nothing is counted then.
 */
public final class Waits {
    /** A tick that comes this long after the last one is late. */
    private static final long LATE_NANOS = 75_000_000L;
    /**
     * How long the library's waits for its own locks go on after the session has closed. A running process releases
     * such a lock within microseconds.
     */
    private static final long LOCK_PATIENCE_NANOS = 2_000_000_000L;
    /** A JVM that has not exited after this time is being held up, perhaps by one of the waiting threads. */
    private static final long EXIT_PATIENCE_NANOS = 10_000_000_000L;

    /** When this thread's waits for the library's locks end; see {@link #limitLocks}. */
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
    /** Makes the exception with which all waits end; null while they may go on. */
    private volatile Supplier<MultiprocessingException> end;
    /** Written before {@link #closed}. */
    private long closedNanos;
    /** Used by the janitor's thread only. */
    private long lastTickNanos = System.nanoTime();

    /**
     * The waits of the process in a slot.
     *
     * @param parkers makes the parker at the first wait, so that processes that never wait do not pay for it
     * @param prober called with a slot whose process may be dead
     * @param slotLimit gives the limit of slots: from it on none was ever used
     */
    public Waits(int slot, Supplier<Parker> parkers, IntConsumer prober, IntSupplier slotLimit) {
        this(slot, parkers, prober, slotLimit, Optional.empty());
    }

    /**
     * The same, and shows other processes what the threads wait for.
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
        private static final int NONE = -1;

        final EventCount event;
        final BooleanSupplier condition;
        /** The value of the event's word that the thread saw before it went to sleep. */
        private volatile int seen;
        /** How often the thread has gone to sleep. Written by that thread only, before {@link #seen}. */
        private volatile int sleeps;
        /**
         * How many waits this process had begun at the event, and (next field) whether this was the only one under way.
         */
        final int number;

        final boolean isAlone;

        /** How the thread is to be woken. */
        final boolean isWokenByListener;

        final Thread thread = Thread.currentThread();
        /** Whether the thread was picked to wake up, and has not passed that on since; see {@link ChannelWaiters}. */
        volatile boolean picked;
        /** Whether the thread has slept since it came. Used by that thread only. */
        boolean hasSlept;
        /** Whether another signal came before the thread checked its condition. Used by that thread only. */
        boolean owesSignal;
        /**
         * Whether other threads rely on this one to check again in a moment. Guarded by the lock of
         * {@link ChannelWaiters}, and also read by the thread itself.
         */
        volatile boolean rechecksForAll;

        /** The cell of the {@link WaitBoard} that shows this wait. */
        private int cell;

        /** When the thread wakes up by itself. */
        volatile long deadlineNanos = Deadline.NEVER;

        /** In which sleep the last tick found that the condition holds; {@link #NONE} if it did not hold. */
        private int suspectedSleep = NONE;

        private volatile boolean rescued;
        /**
         * The condition for other threads to check: the safety net's and the listener's. Reads shared words, never
         * waits, and changes nothing.
         */
        private BooleanSupplier look;
        /** Whether the wait began while this JVM was exiting: then it may be in a shutdown hook. */
        private boolean isLate;

        /**
         * Whether the wait has to begin anew, since the thread must be woken in the other way from now on. Used by that
         * thread only.
         */
        boolean mustRestart;

        Wait(
                EventCount event,
                BooleanSupplier condition,
                int seen,
                int number,
                boolean isAlone,
                boolean isWokenByListener) {
            this.event = event;
            this.condition = condition;
            this.look = condition;
            this.seen = seen;
            this.number = number;
            this.isAlone = isAlone;
            this.isWokenByListener = isWokenByListener;
        }

        /** Called by the thread right before it goes to sleep. */
        void fallAsleep(int newSeen) {
            sleeps = sleeps + 1 & Integer.MAX_VALUE;
            seen = newSeen;
        }

        int seen() {
            return seen;
        }

        /** Whether the condition may hold; for other threads. */
        boolean mayHold() {
            return look.getAsBoolean();
        }

        void lookBy(BooleanSupplier newLook) {
            look = newLook;
        }
    }

    /** Ends a wait from inside; caught before the caller can see it. */
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

    /** Whether another process may share this one's bit. */
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

    /**
     * Registers a wait.
     *
     * @param isLate whether it first began while the JVM was exiting
     */
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

    /** Ends a user's wait if the session is closed or the JVM exits. */
    void checkOpen(Wait wait) {
        checkOpen(wait.isLate);
    }

    void checkOpen(boolean isLate) {
        if (closed) {
            throw new Over(exiting && !isLate);
        }
        Supplier<MultiprocessingException> reason = end;
        if (reason != null) {
            throw reason.get();
        }
    }

    /**
     * Called when a user's wait has to end and the thread has left the event. Throws in a shutdown hook, and in a
     * thread that the JVM waits for before it exits. A daemon thread goes on waiting silently, as it would in any other
     * call while a JVM exits. It does so outside the kernel, where it would delay the exit, and not without limit,
     * since another thread may wait for it.
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

    /** Called first by each method that may wait, even if it then need not. */
    public static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static IllegalStateException sessionClosed() {
        return new IllegalStateException("the session is closed");
    }

    /**
     * Lets this thread's waits for the library's locks end at a time with {@link StillHeldException}, until
     * {@link #unlimitLocks}. For work that holds what others need and can be done again.
     */
    public static void limitLocks(long deadlineNanos) {
        LOCK_LIMITS.set(deadlineNanos);
    }

    public static void unlimitLocks() {
        LOCK_LIMITS.remove();
    }

    /**
     * Called by a thread that waits for one of the library's locks, with other locks held in the middle of an
     * operation. Such a wait is short, so it goes on when the session is closed or the JVM exits. It then goes on for a
     * limited time only, since a stopped process may hold the lock.
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
     * Ends every user's wait of this process for good, as the JVM exits: a thread that stays in the kernel would delay
     * the exit. See {@link #stay}.
     */
    public void exit() {
        exiting = true;
        close();
    }

    /** The same when the JVM is about to halt: it waits for no thread then, so all waits throw. */
    public void halt() {
        halting = true;
        exit();
    }

    /** Called when another process starts: wakes threads that the new process cannot wake yet, so that they poll. */
    public void processBegins() {
        Parker chosen = parker;
        if (chosen != null && chosen.tick()) {
            for (Wait wait : running) {
                wait.event.wakeLocal();
            }
        }
    }

    /** The safety net; called at each tick of the janitor. */
    public void rescue() {
        processBegins();
        long now = System.nanoTime();
        boolean isPunctual = now - lastTickNanos < LATE_NANOS;
        lastTickNanos = now;
        for (Wait wait : running) {
            int sleep = wait.sleeps;
            if (!wait.look.getAsBoolean()) {
                wait.suspectedSleep = Wait.NONE;
            } else if (wait.suspectedSleep == sleep) {
                // A thread that was signalled, or whose time is up, and that has not run yet is only late, on a busy
                // machine; another wake-up does no harm.
                wait.rescued |= isPunctual
                        && !wait.event.hasSignalled(wait)
                        && Deadline.left(wait.deadlineNanos) > 0
                        && wait.sleeps == sleep; // Last: what was compared with may be of a later sleep.
                wait.event.rescue(wait);
            } else {
                // A thread that has slept before, and checked in between, has missed nothing so far.
                wait.suspectedSleep = sleep;
            }
        }
    }

    /** Called when objects were deleted: ends the waits for them, which find it out as they wake up. */
    public void endThoseForDeleted() {
        for (Wait wait : running) {
            if (wait.event.isOver()) {
                wait.event.wakeLocal();
            }
        }
    }

    /** Ends every user's wait of this process with an exception, and each later one that would have to sleep. */
    public void endFor(Supplier<MultiprocessingException> reason) {
        if (end == null) {
            end = reason;
            for (Wait wait : running) {
                wait.event.wakeLocal();
            }
        }
    }

    /** How many waiters were woken only by the safety net. */
    public long rescues() {
        return rescues.get();
    }

    /**
     * Ends every user's wait of this process with {@link IllegalStateException}; later ones throw at once. Waits for
     * the library's own locks go on for a while; see {@link #checkMayWait}.
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

    /** Stops the wake-ups of this process's threads and of other processes. Called last. */
    public void stopWaking() {
        Parker chosen = parker;
        if (chosen != null) {
            chosen.close();
        }
    }
}
