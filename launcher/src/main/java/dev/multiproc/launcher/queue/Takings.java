package dev.multiproc.launcher.queue;

import dev.multiproc.launcher.job.FreeMemory;
import dev.multiproc.launcher.job.JobPrinter;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Takes items for the slots, one at a time, and numbers them in the order in which they come; until it is stopped.
 *
 * <p><b>Threads</b>: safe for use by many.
 */
final class Takings {
    /** With {@code -k}: how many jobs may have ended, and wait with their output for an earlier one. */
    private static final int MAX_AHEAD = 1_000;

    private static final long MEMORY_LOOK_MILLIS = 200;

    private final JoinableQueue<Object> queue;
    private final JobPrinter printer;
    private final Optional<Long> freeMemoryBytes;
    private final Object taking = new Object();
    private final Object state = new Object();
    private Thread waiting;
    private boolean isStopped;
    private long sequence;

    /**
     * An item that was taken.
     *
     * @param delivery the item
     * @param sequence its number, from 1
     */
    record Taken(Delivery<Object> delivery, long sequence) {}

    /**
     * Takes nothing yet.
     *
     * @param freeMemoryBytes how much memory must be free before an item is taken
     */
    Takings(JoinableQueue<Object> queue, JobPrinter printer, Optional<Long> freeMemoryBytes) {
        this.queue = queue;
        this.printer = printer;
        this.freeMemoryBytes = freeMemoryBytes;
    }

    /** Waits for an item; returns null when no more are to be taken. */
    Taken next() {
        synchronized (taking) {
            if (!begin()) {
                return null;
            }
            try {
                printer.awaitTurn(sequence + 1, MAX_AHEAD);
                awaitMemory();
                return new Taken(queue.receive(), ++sequence);
            } catch (InterruptedException stopped) {
                return null;
            } catch (QueueShutdownException allTaken) {
                stop();
                return null;
            } finally {
                end();
            }
        }
    }

    private boolean begin() {
        synchronized (state) {
            waiting = isStopped ? null : Thread.currentThread();
            return !isStopped;
        }
    }

    /** Takes back an interrupt that came too late. */
    private void end() {
        synchronized (state) {
            waiting = null;
            Thread.interrupted();
        }
    }

    private void awaitMemory() throws InterruptedException {
        while (freeMemoryBytes.isPresent() && FreeMemory.bytes() < freeMemoryBytes.orElseThrow()) {
            // Nobody tells when memory becomes free.
            TimeUnit.MILLISECONDS.sleep(MEMORY_LOOK_MILLIS);
        }
    }

    /** Has no more items taken; who waits for one stops waiting. */
    void stop() {
        synchronized (state) {
            isStopped = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    boolean isStopped() {
        synchronized (state) {
            return isStopped;
        }
    }
}
