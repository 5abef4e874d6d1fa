package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Does without the kernel while a session's processes are young: most do not live long enough to be worth the tenth of a second
 * of processor time that it takes to load a {@link Parker}, here called the real one. Who waits sets the same bits, and who wakes
 * clears them and moves the word, as always; only the two calls to the kernel are replaced:
 *
 * <ul>
 *   <li>While anybody is {@linkplain StartPhase young}, threads nap, and look at the word in between.
 *   <li>So a process that has no real parker yet need not wake them. It wakes those at doors (virtual threads).
 *   <li>Threads that went to sleep in the kernel before are woken, to nap: by their own process, at a tick of its janitor or when
 *       it is the one that starts a process.
 *   <li>Afterwards, a process that has waited or woken gets its real parker, in the background: its threads nap on until it is
 *       there, and what they have to wake is woken then.
 * </ul>
 *
 * <p>Virtual threads sleep at the door always: there may be ten thousand of them, too many to nap.
 */
final class PollingParker implements Parker {
    /** As long as a wait for a {@link RobustLock} takes before it looks again. */
    private static final long RESTART_CHECK_NANOS = 20_000_000L;

    private final Supplier<Parker> maker;
    private final StartPhase startPhase;
    private final WakeUpChannels channels;
    /** Null until it is made. */
    private volatile Parker real;
    /** Whether there was any use for it. */
    private volatile boolean isWanted;
    /** Why there cannot be one; null as long as nobody knows. */
    private volatile UnsupportedOperationException refusal;
    /** Guards what is below. Held for a moment only; he who makes the real one has the lock of this object. */
    private final Object state = new Object();

    /** Makes the real one, or tried to; null until there is a use for it. */
    private Maker onItsWay;

    private boolean closed;
    /** Until when somebody was young, as of the last look; threads that sleep in the kernel have begun to later. */
    private long lastUntil;
    /** Of the makers, of whom there is one at a time. */
    private volatile boolean hasFailed;
    /** Whom to wake once the real one is there. */
    private final List<PendingWake> pending = new ArrayList<>();

    PollingParker(Supplier<Parker> maker, StartPhase startPhase, WakeUpChannels channels) {
        this.maker = maker;
        this.startPhase = startPhase;
        this.channels = channels;
        lastUntil = startPhase.until();
    }

    /** Threads that are still to be woken. */
    private static final class PendingWake {
        final Word word;
        long waiters;
        boolean all;

        PendingWake(Word word) {
            this.word = word;
        }
    }

    // ---------------------------------------------------------------- those who wait

    /** Whether threads nap now. */
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
            // One that belongs at the door from now on comes back to find that out.
            real.park(word, expected, real.isWokenByListener() ? Math.min(left, RESTART_CHECK_NANOS) : left);
        }
    }

    /** One thread's naps. No lambda: the first of them would cost more than the thread will sleep. */
    private final class Poll implements Runnable {
        private static final long SHORTEST_NANOS = 50_000L;
        static final long LONGEST_NANOS = 4_000_000L;
        /** A nap adds so much to the time that the wait has taken: one part in that many. */
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

    // ---------------------------------------------------------------- those who wake

    @Override
    public void wake(Word word, long waiters, boolean all) {
        if (real != null || !isPutOff(word, needed(waiters), all)) {
            real.wake(word, waiters, all);
        }
    }

    /** Where there is no real one, no thread of this process sleeps in the kernel, and none at a door. */
    @Override
    public void wakeOwn(Word word, long waiters, boolean all) {
        Parker made = real;
        if (made != null) {
            made.wake(word, waiters, all);
        }
    }

    /** Those who are woken by a real parker only. */
    private long needed(long waiters) {
        want();
        long byListener = channels.isAnyOpen(Parker.channelBits(waiters)) ? waiters & ~DIRECT : 0;
        return startPhase.lasts() ? byListener : waiters & DIRECT | byListener;
    }

    /** Has somebody woken later, if there is anybody; false if the real parker has come meanwhile. */
    private boolean isPutOff(Word word, long waiters, boolean all) {
        // Where there can be none, nobody sleeps.
        if (waiters == 0 || refusal != null) {
            return true;
        }
        synchronized (state) {
            if (real != null) {
                return false;
            }
            if (!closed) {
                PendingWake entry = pending(word);
                // Later signals may be for other threads of the same process.
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

    // ---------------------------------------------------------------- the change

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
            // Until then all who went to sleep have taken naps.
            boolean mayAnySleep = !startPhase.mayLast(lastUntil);
            lastUntil = until;
            return mayAnySleep;
        }
    }

    /** Has the real parker made, on a thread that nobody interrupts and nobody waits for. */
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
                // Out of memory, perhaps: tried again at the next tick.
                sayOnce(e);
            }
        }

        private void sayOnce(Throwable failure) {
            if (!hasFailed) {
                hasFailed = true;
                Journal.warn(
                        PollingParker.class, "cannot load what threads sleep by; they look again and again", failure);
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
            // The memory may be unmapped any time now.
            pending.clear();
            if (real != null) {
                real.close();
            }
        }
    }
}
