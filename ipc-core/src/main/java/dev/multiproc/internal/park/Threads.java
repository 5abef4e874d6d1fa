package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What kind of thread the current one is, and how it may wait. */
final class Threads {
    private static final int FIRST_WITH_VIRTUAL = 21;
    /**
     * The class of virtual threads that run on carriers; null where there are none. Compared by class, since
     * {@code Thread.isVirtual} came with JDK 21.
     */
    private static final Class<?> VIRTUAL = virtual();

    private static final long FIRST_PAUSE_NANOS = 50_000L;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000L;

    private Threads() {}

    private static Class<?> virtual() {
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL) {
            try {
                return Class.forName("java.lang.VirtualThread");
            } catch (ClassNotFoundException e) {
                Journal.debug(Threads.class, "no virtual threads here", e);
            }
        }
        return null;
    }

    /** Whether the current thread is virtual: it would block its carrier if it waited in the kernel. */
    static boolean isVirtual() {
        return Thread.currentThread().getClass() == VIRTUAL;
    }

    /**
     * Waits as {@link Parker#park} does, but checks the word with pauses that grow: for short waits that nobody ends by
     * a wake-up.
     */
    static void poll(Parker.Word word, int expected, long nanos) {
        long end = nanos == Long.MAX_VALUE ? Deadline.NEVER : Deadline.in(nanos, TimeUnit.NANOSECONDS);
        long pause = FIRST_PAUSE_NANOS;
        while (word.value() == expected && !Thread.currentThread().isInterrupted()) {
            long left = Deadline.left(end);
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(word, Math.min(pause, left));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /**
     * Whether the current thread is to sleep by {@link #sleepManaged}. A thread of a fork-join pool tells its pool to
     * add another meanwhile, as Java's own queues and locks do. Otherwise a few waiting threads could keep those from
     * running that they wait for.
     */
    static boolean isManaged(long nanos) {
        return nanos > LONGEST_PAUSE_NANOS && Thread.currentThread() instanceof ForkJoinWorkerThread;
    }

    /** Runs a call that sleeps, after telling the fork-join pool. */
    static void sleepManaged(Runnable call) {
        Sleep sleep = new Sleep(call);
        try {
            ForkJoinPool.managedBlock(sleep);
        } catch (RejectedExecutionException e) {
            // The pool has as many threads as it may have, so it gets no replacement.
            sleep.block();
        } catch (InterruptedException e) {
            throw new IllegalStateException("not thrown by the call", e);
        }
    }

    private static final class Sleep implements ForkJoinPool.ManagedBlocker {
        private final Runnable call;
        private boolean isOver;

        Sleep(Runnable call) {
            this.call = call;
        }

        @Override
        public boolean block() {
            if (!isOver) {
                isOver = true;
                call.run();
            }
            return true;
        }

        @Override
        public boolean isReleasable() {
            return isOver;
        }
    }
}
