package dev.multiproc.internal.launch;

import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * JVMs that were started ahead and wait for a task at their standard input. Until one has a task it is no process of the session:
 * it has no slot, holds no lock, and nothing is to be swept when it dies. It ends when its input does, and so with this process.
 *
 * <p>A thread starts them, and others in place of those that were taken or have died.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class Spares implements AutoCloseable {
    /** A replacement comes a little later: the start of a JVM would be in the way of the task that was just handed over. */
    private static final long REPLACEMENT_NANOS = 50_000_000L;
    /** One that ends sooner than this could not start. */
    private static final long YOUTH_NANOS = 1_000_000_000L;

    /** So often the wait for the next try gets twice as long. */
    private static final int MOST_DOUBLINGS = 8;
    /** So many failures in a row are said. */
    private static final int TOLD_FAILURES = 3;

    private final Supplier<ProcessBuilder> commands;
    /** Reaches zero when no more are started. */
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** When each of those is to be started that are missing. Guarded by this, as is all below. */
    private final Deque<Long> dueNanos = new ArrayDeque<>();
    /** Those that wait, the oldest first, and when they were started. */
    private final Deque<Process> waiting = new ArrayDeque<>();

    private final Map<Process, Long> startedNanos = new HashMap<>();
    private int failures;
    private boolean closed;

    /** Begins to start that many. */
    public Spares(int count, Supplier<ProcessBuilder> commands) {
        this.commands = commands;
        for (int i = 0; i < count; i++) {
            dueNanos.add(System.nanoTime());
        }
        Thread thread = new Thread(this::run, "multiproc-spares");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (awaitDue()) {
                startOne();
            }
        } catch (InterruptedException e) {
            // Nobody but a user's own code does it; there are no more spares then.
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /** Waits until one is to be started; false when closed. */
    private synchronized boolean awaitDue() throws InterruptedException {
        while (!closed) {
            long nanos = dueNanos.isEmpty() ? Long.MAX_VALUE : dueNanos.peek() - System.nanoTime();
            if (nanos <= 0) {
                dueNanos.remove();
                return true;
            }
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
        return false;
    }

    private void startOne() {
        Process spare;
        try {
            spare = commands.get().redirectInput(ProcessBuilder.Redirect.PIPE).start();
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
            return;
        }
        boolean isWanted;
        synchronized (this) {
            isWanted = !closed;
            if (isWanted) {
                waiting.addLast(spare);
                startedNanos.put(spare, System.nanoTime());
            }
        }
        if (isWanted) {
            watch(spare);
        } else {
            end(spare);
        }
    }

    private void watch(Process spare) {
        try {
            EndWatch.start(spare, () -> ended(spare));
        } catch (Error e) {
            // There is no thread to watch it. An unwatched spare would not be replaced when it dies, so it ends now.
            end(spare);
            ended(spare);
        }
    }

    private synchronized void failed(Throwable cause) {
        failures++;
        if (failures == TOLD_FAILURES) {
            Journal.warn(Spares.class, "spares cannot be started, or end at once; children are started without", cause);
        }
        replaceLater();
    }

    private synchronized void replaceLater() {
        dueNanos.add(System.nanoTime() + (REPLACEMENT_NANOS << Math.min(failures, MOST_DOUBLINGS)));
        notifyAll();
    }

    /** Told of each that has ended, with a task or without. */
    private synchronized void ended(Process spare) {
        if (!waiting.remove(spare) || closed) {
            return;
        }
        if (System.nanoTime() - startedNanos.remove(spare) < YOUTH_NANOS) {
            failed(new IOException("a spare has ended at once, exitCode=" + spare.exitValue()));
        } else {
            failures = 0;
            replaceLater();
        }
    }

    /**
     * Hands a message to a spare.
     *
     * @param message what the spare reads at its standard input, which ends behind it
     * @return the spare; null if none is left
     */
    public Process take(byte[] message) {
        for (Process spare = poll(); spare != null; spare = poll()) {
            try (OutputStream input = spare.getOutputStream()) {
                input.write(message);
                input.flush();
                return spare;
            } catch (IOException e) {
                // It has just died, and nobody has noticed yet: the next one.
                spare.destroyForcibly();
            }
        }
        return null;
    }

    private synchronized Process poll() {
        Process spare = waiting.poll();
        if (spare != null) {
            failures = 0;
            startedNanos.remove(spare);
            replaceLater();
        }
        return spare;
    }

    /** Ends those that nobody took. When it returns they are gone. */
    @Override
    public void close() {
        Deque<Process> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(waiting);
            waiting.clear();
            notifyAll();
        }
        left.forEach(Process::destroyForcibly);
        left.forEach(Spares::end);
        awaitStopped();
    }

    private void awaitStopped() {
        boolean interrupted = false;
        while (true) {
            try {
                stopped.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills one and waits until it is gone, also if this thread is interrupted: that takes a moment only. */
    private static void end(Process spare) {
        EndWatch.await(spare.destroyForcibly());
    }
}
