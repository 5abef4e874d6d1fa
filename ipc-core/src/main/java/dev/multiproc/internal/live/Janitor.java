package dev.multiproc.internal.live;

import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.park.Waits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that looks after the session in every process: sweeps the dead, and rescues waits that a signal has missed. Without
 * its tick a dead consumer's claims would stay while the others are busy.
 */
public final class Janitor implements Runnable, AutoCloseable {
    private static final long TICK_NANOS = 45_000_000L;
    /** A little longer than a tick, which is never quite on time: so the same process goes on looking for the dead. */
    private static final long TURN_NANOS = 50_000_000L;

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
     * Starts it.
     *
     * @param checkParent what else to look at on every tick
     */
    public Janitor(Liveness liveness, Waits waits, Runnable checkParent) {
        this.liveness = liveness;
        this.waits = waits;
        this.checkParent = checkParent;
        thread = new Thread(this, "multiproc-janitor");
        thread.setDaemon(true);
        thread.start();
    }

    /** Of its own thread. */
    @Override
    public void run() {
        while (!closed) {
            LockSupport.parkNanos(this, TICK_NANOS);
            // Only user code can have interrupted this thread; a flag that stays set would make it spin.
            Thread.interrupted();
            try {
                tick();
            } catch (RuntimeException | Error e) {
                // Out of memory, perhaps: the next tick may fare better.
                say(e);
            }
        }
    }

    /** Each part also if another fails. */
    private void tick() {
        if (closed) {
            return;
        }
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

    /** Tried again at the next tick, and reported once. Nothing ends this thread, not even an Error. */
    private static void say(Throwable failure) {
        try {
            Journal.warn(Janitor.class, "looking after the session failed", failure);
        } catch (RuntimeException | Error e) {
            // There may be no memory left to say it with; looking after the session matters more.
            failure.addSuppressed(e);
        }
    }

    /** Stops it; waits for a tick that is under way, but not for ever: it may be waiting for a stopped process. */
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
