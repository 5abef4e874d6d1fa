package dev.multiproc.internal.log;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.park.Deadline;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread of this JVM that uses Chronicle. It is never interrupted, since an interrupt inside Chronicle would
 * close its files. It ends when it has had nothing to do for a while.
 *
 * <p>It serves all logs, so it must not wait for another process: if a lock may have to be waited for, the thread that
 * submits the work takes it.
 */
final class LogThread {
    private static final long IDLE_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 15;
    private static final ThreadPoolExecutor EXECUTOR =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "multiproc-log");
                thread.setDaemon(true);
                return thread;
            });

    static {
        EXECUTOR.allowCoreThreadTimeOut(true);
    }

    private LogThread() {}

    /** Runs the work on the thread and waits for it; an interrupt is kept for the next call that waits longer. */
    static void run(Runnable work) {
        await(EXECUTOR.submit(work), Deadline.NEVER);
    }

    private static void await(Future<?> future, long deadlineNanos) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get(Math.max(0, Deadline.left(deadlineNanos)), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            Journal.debug(LogThread.class, "work on another log takes long; this work is done after it", e);
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrow(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** Runs the work after all that is queued, and waits for it for a limited time. */
    static void finish(Runnable work) {
        await(EXECUTOR.submit(work), Deadline.in(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** Queues the work and returns. */
    static void start(Runnable work) {
        EXECUTOR.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                // For example in a JVM that is about to exit, which can load no more of Chronicle.
                Journal.debug(LogThread.class, "work ahead of time failed; it is tried again when needed", e);
            }
        });
    }
}
