package dev.multiproc.internal.live;

import dev.multiproc.internal.control.CoarseClock;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.park.Waits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread in each process that maintains the session: it sweeps dead processes, and wakes waiting threads that missed
 * a signal. Without it, the claims of a dead consumer would stay while all other processes are busy.
 */
public final class Janitor implements Runnable, AutoCloseable {
    private static final long TICK_NANOS = 45_000_000L;
    /**
     * Two ticks and a little: a tick is never exactly on time, least of all on a busy machine, where all processes
     * would check for dead ones if each did so when the one whose turn it is is a little late.
     */
    private static final long TURN_NANOS = 100_000_000L;

    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final int SWEEP = 0;
    private static final int RESCUE = 1;
    private static final int CHECK_PARENT = 2;

    private final Liveness liveness;
    private final Waits waits;
    private final Runnable checkParent;
    private final Thread thread;
    private volatile boolean closed;
    private boolean failed;

    /**
     * Starts the thread.
     *
     * @param checkParent called at every tick
     */
    public Janitor(Liveness liveness, Waits waits, Runnable checkParent) {
        this.liveness = liveness;
        this.waits = waits;
        this.checkParent = checkParent;
        thread = new Thread(this, "multiproc-janitor");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs on the janitor's thread. */
    @Override
    public void run() {
        while (!closed) {
            LockSupport.parkNanos(this, TICK_NANOS);
            // Only user code can have interrupted this thread. If the flag stayed set, the thread would never sleep.
            Thread.interrupted();
            try {
                tick();
            } catch (RuntimeException | Error e) {
                // Perhaps out of memory: the next tick may succeed.
                say(e);
            }
        }
    }

    /** Runs each part even if another fails. */
    private void tick() {
        if (closed) {
            return;
        }
        CoarseClock.tick();
        Failures failures = new Failures();
        for (int part = SWEEP; part <= CHECK_PARENT; part++) {
            try {
                look(part);
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        Throwable failure = failures.first();
        if (failure != null && !failed && !closed) {
            say(failure);
        }
        failed = failure != null;
    }

    private void look(int part) {
        switch (part) {
            case SWEEP -> liveness.sweepDeadInTurn(TURN_NANOS);
            case RESCUE -> waits.rescue();
            default -> checkParent.run();
        }
    }

    /** Reports a failure; the work is tried again at the next tick. Nothing ends this thread, not even an Error. */
    private static void say(Throwable failure) {
        try {
            Journal.warn(Janitor.class, "the janitor failed; it tries again", failure);
        } catch (RuntimeException | Error e) {
            // There may be no memory left for the message; to go on is more important.
            failure.addSuppressed(e);
        }
    }

    /** Stops the thread. Waits for a running tick, but for a limited time: it may be waiting for a stopped process. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (thread.isAlive() && System.nanoTime() < end && thread != Thread.currentThread()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, PATIENCE_NANOS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
