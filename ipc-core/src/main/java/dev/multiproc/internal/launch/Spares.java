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
 * JVMs that are started in advance and wait for a task on their standard input. Until a spare has a task it is not a process of
 * the session: it has no slot and holds no lock, so nothing needs cleaning up when it dies. A spare ends when its input ends, and
 * so when this process does.
 *
 * <p>A thread starts the spares, and replaces those that were taken or have died.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class Spares implements AutoCloseable {
    /** Replacements are delayed a little: starting a JVM at once would slow down the task that was just handed over. */
    private static final long REPLACEMENT_DELAY_NANOS = 100_000_000L;
    /** A spare that ends within this time has failed to start. */
    private static final long START_PHASE_NANOS = 1_000_000_000L;

    /** How often repeated failures double the delay of the next start. */
    private static final int MAX_DOUBLINGS = 8;
    /** After this many failures in a row a warning is logged. */
    private static final int FAILURES_UNTIL_WARNING = 3;

    private final Supplier<ProcessBuilder> commands;
    /** Reaches zero when no more spares will be started. */
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** When to start each missing spare. Guarded by this, as are all fields below. */
    private final Deque<Long> dueNanos = new ArrayDeque<>();
    /** The spares that wait for a task, the oldest first. */
    private final Deque<Process> waiting = new ArrayDeque<>();

    private final Map<Process, Long> startedNanos = new HashMap<>();
    private int failures;
    private boolean closed;

    /** Begins to start this many spares. */
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
            // Only a user's own code can interrupt this thread; from then on there are no more spares.
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /** Waits until a spare is to be started; false when closed. */
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
            // No thread can be started to watch the spare. Unwatched, it would not be replaced when it dies, so it ends
            // now.
            end(spare);
            ended(spare);
        }
    }

    private synchronized void failed(Throwable cause) {
        failures++;
        if (failures == FAILURES_UNTIL_WARNING) {
            Journal.warn(Spares.class, "spares cannot be started, or end at once; children are started without", cause);
        }
        replaceLater();
    }

    private synchronized void replaceLater() {
        dueNanos.add(System.nanoTime() + (REPLACEMENT_DELAY_NANOS << Math.min(failures, MAX_DOUBLINGS)));
        notifyAll();
    }

    /** Called for each spare that has ended, with a task or without. */
    private synchronized void ended(Process spare) {
        if (!waiting.remove(spare) || closed) {
            return;
        }
        if (System.nanoTime() - startedNanos.remove(spare) < START_PHASE_NANOS) {
            failed(new IOException("a spare has ended at once, exitCode=" + spare.exitValue()));
        } else {
            failures = 0;
            replaceLater();
        }
    }

    /**
     * Hands a message to a spare.
     *
     * @param message what the spare reads from its standard input, which ends after it
     * @return the spare; null if none is left
     */
    public Process take(byte[] message) {
        for (Process spare = poll(); spare != null; spare = poll()) {
            try (OutputStream input = spare.getOutputStream()) {
                input.write(message);
                input.flush();
                return spare;
            } catch (IOException e) {
                // The spare has just died, and its watch has not noticed yet. Try the next one.
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

    /** Kills the spares that were not taken, and waits until they are gone. */
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

    /** Kills a spare and waits until it is gone, even if this thread is interrupted, since this takes only a moment. */
    private static void end(Process spare) {
        EndWatch.await(spare.destroyForcibly());
    }
}
