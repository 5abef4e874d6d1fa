package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Polls during a session's start phase. To load a parker that calls the kernel, here the real parker, takes a tenth of
 * a second of processor time, and most processes do not live long enough to be worth that. Waiters set the same bits as
 * always, and signallers clear them and move the word; only the two calls to the kernel are replaced:
 *
 * <ul>
 *   <li>During the {@linkplain StartPhase start phase}, waiting threads poll: they check the word again and again, with
 *       short pauses.
 *   <li>So a process without a real parker need not wake them. It wakes those that depend on a listener (virtual
 *       threads).
 *   <li>When a process starts later, threads that already sleep in the kernel are woken, to poll: by their own process,
 *       at its janitor's next tick, or at once if it starts the new process itself.
 *   <li>After the start phase, a process that has waited or signalled makes its real parker in the background. Until
 *       then its threads go on polling, and wake-ups for other processes are stored and sent afterwards.
 * </ul>
 *
 * <p>Virtual threads always depend on the listener: there may be ten thousand of them, too many to poll.
 */
final class PollingParker implements Parker {
    /**
     * A thread that should be woken by the listener sleeps on the word for this long at most, then returns to change
     * over. The same time as {@link RobustLock} waits before it checks the owner.
     */
    private static final long RESTART_CHECK_NANOS = 20_000_000L;

    private final Supplier<Parker> maker;
    private final StartPhase startPhase;
    private final WakeUpChannels channels;
    /** Null until it is made. */
    private volatile Parker real;
    /** Whether this process has waited or signalled yet, and so needs the real parker. */
    private volatile boolean isWanted;
    /** Why there can be no real parker; null if that is not known. */
    private volatile UnsupportedOperationException refusal;
    /**
     * Guards the fields below. Held for a moment only; the thread that makes the real parker holds the lock of this
     * object.
     */
    private final Object state = new Object();

    /** The thread that makes the real parker, or tried to; null until one is needed. */
    private Maker onItsWay;

    private boolean closed;
    /** The end of the start phase when last checked. Threads that sleep in the kernel went to sleep after it. */
    private long lastUntil;
    /** Written by {@link Maker} threads, of which one runs at a time. */
    private volatile boolean hasFailed;
    /** The wake-ups to send once there is a real parker. */
    private final List<PendingWake> pending = new ArrayList<>();

    PollingParker(Supplier<Parker> maker, StartPhase startPhase, WakeUpChannels channels) {
        this.maker = maker;
        this.startPhase = startPhase;
        this.channels = channels;
        lastUntil = startPhase.until();
    }

    /** Threads that are still to be woken at one word. */
    private static final class PendingWake {
        final Word word;
        long waiters;
        boolean all;

        PendingWake(Word word) {
            this.word = word;
        }
    }

    // ---------------------------------------------------------------- waiting

    /** Whether threads poll now. */
    private boolean polls() {
        if (startPhase.mayLast()) {
            want();
            return true;
        }
        if (real != null) {
            return false;
        }
        UnsupportedOperationException known = refusal;
        if (known != null) {
            throw new UnsupportedOperationException(known.getMessage(), known);
        }
        request();
        return true;
    }

    private void want() {
        if (!isWanted) {
            isWanted = true;
        }
    }

    @Override
    public boolean isWokenByListener() {
        return Threads.isVirtual() || !polls() && real.isWokenByListener();
    }

    @Override
    public WakeUpListener listener() {
        return make().listener();
    }

    @Override
    public void park(Word word, int expected, long nanos) {
        if (Threads.isVirtual()) {
            Threads.poll(word, expected, nanos);
            return;
        }
        long left = nanos;
        if (polls()) {
            Poll poll = new Poll(word, expected, nanos);
            if (Threads.isManaged(nanos)) {
                Threads.sleepManaged(poll);
            } else {
                poll.run();
            }
            left = poll.left;
        }
        if (left > 0) {
            // A thread that the listener should wake from now on returns early, to find that out.
            real.park(word, expected, real.isWokenByListener() ? Math.min(left, RESTART_CHECK_NANOS) : left);
        }
    }

    /** One thread's polling. Not a lambda: the first one in a JVM would cost more time than the thread will sleep. */
    private final class Poll implements Runnable {
        private static final long SHORTEST_NANOS = 50_000L;
        static final long LONGEST_NANOS = 4_000_000L;
        /** The next pause is the time waited so far, divided by this. */
        private static final int PART = 16;

        private final Word word;
        private final int expected;
        private final long nanos;
        /** How long to sleep in the kernel afterwards. */
        long left;

        Poll(Word word, int expected, long nanos) {
            this.word = word;
            this.expected = expected;
            this.nanos = nanos;
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            long waited = 0;
            while (word.value() == expected && !Thread.currentThread().isInterrupted() && waited < nanos) {
                long rest = nanos == Long.MAX_VALUE ? nanos : nanos - waited;
                if (!polls()) {
                    left = rest;
                    return;
                }
                long pause = Math.max(SHORTEST_NANOS, Math.min(waited / PART, LONGEST_NANOS));
                LockSupport.parkNanos(word, Math.min(pause, rest));
                waited = System.nanoTime() - begin;
            }
        }
    }

    // ---------------------------------------------------------------- waking

    @Override
    public void wake(Word word, long waiters, boolean all) {
        if (real != null || !isPutOff(word, needed(waiters), all)) {
            real.wake(word, waiters, all);
        }
    }

    @Override
    public boolean sendsAtOnce() {
        return real != null;
    }

    /** Without a real parker, no thread of this process sleeps in the kernel, and none depends on the listener. */
    @Override
    public void wakeOwn(Word word, long waiters, boolean all) {
        Parker made = real;
        if (made != null) {
            made.wake(word, waiters, all);
        }
    }

    /** The bits of those waiters that only a real parker can wake. */
    private long needed(long waiters) {
        want();
        long byListener = channels.isAnyOpen(Parker.channelBits(waiters)) ? waiters & ~DIRECT : 0;
        return startPhase.lasts() ? byListener : waiters & DIRECT | byListener;
    }

    /** Stores a wake-up until there is a real parker; false if there is one by now. */
    private boolean isPutOff(Word word, long waiters, boolean all) {
        // Where there can be no real parker, no thread sleeps.
        if (waiters == 0 || refusal != null) {
            return true;
        }
        synchronized (state) {
            if (real != null) {
                return false;
            }
            if (!closed) {
                PendingWake entry = pending(word);
                // A later signal may be meant for another thread of the same process, so all of them are woken.
                entry.all |= all || entry.waiters != 0;
                entry.waiters |= waiters;
            }
        }
        request();
        return true;
    }

    private PendingWake pending(Word word) {
        for (PendingWake entry : pending) {
            if (entry.word.offset() == word.offset() && entry.word.region() == word.region()) {
                return entry;
            }
        }
        PendingWake entry = new PendingWake(word);
        pending.add(entry);
        return entry;
    }

    // ---------------------------------------------------------------- the change to the real parker

    @Override
    public boolean tick() {
        long until = startPhase.until();
        if (real == null) {
            if (isWanted && refusal == null && !startPhase.mayLast(until)) {
                forgetFailed();
                request();
            }
            return false;
        }
        synchronized (state) {
            if (until == lastUntil) {
                return false;
            }
            // Before that time all waiting threads polled, so none of them sleeps in the kernel.
            boolean mayAnySleep = !startPhase.mayLast(lastUntil);
            lastUntil = until;
            return mayAnySleep;
        }
    }

    /** Starts making the real parker, on a thread that nobody interrupts or waits for. */
    private void request() {
        synchronized (state) {
            if (onItsWay == null && !closed && real == null) {
                Maker started = new Maker();
                started.start();
                onItsWay = started;
            }
        }
    }

    private void forgetFailed() {
        synchronized (state) {
            if (onItsWay != null && !onItsWay.isAlive()) {
                onItsWay = null;
            }
        }
    }

    private final class Maker extends Thread {
        Maker() {
            super("multiproc-parker");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                make();
            } catch (UnsupportedOperationException e) {
                refusal = e;
            } catch (RuntimeException | Error e) {
                // Perhaps out of memory: tried again at the next tick.
                sayOnce(e);
            }
        }

        private void sayOnce(Throwable failure) {
            if (!hasFailed) {
                hasFailed = true;
                Journal.warn(
                        PollingParker.class,
                        "cannot load what lets threads sleep in the kernel; waiting threads poll instead",
                        failure);
            }
        }
    }

    private synchronized Parker make() {
        if (real == null) {
            Parker made = maker.get();
            synchronized (state) {
                real = made;
                for (PendingWake entry : pending) {
                    made.wake(entry.word, entry.waiters, entry.all);
                }
                pending.clear();
                if (closed) {
                    made.close();
                }
            }
        }
        return real;
    }

    @Override
    public String name() {
        Parker made = real;
        return made == null ? "polling" : made.name();
    }

    @Override
    public void close() {
        synchronized (state) {
            closed = true;
            // The memory may be unmapped at any time from now on.
            pending.clear();
            if (real != null) {
                real.close();
            }
        }
    }
}
