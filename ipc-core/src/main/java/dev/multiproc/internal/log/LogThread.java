package dev.multiproc.internal.log;

import dev.multiproc.internal.park.Deadline;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * The thread of this JVM that works with Chronicle: it is never interrupted, and an interrupt inside Chronicle would close
 * its files. It ends when it has had nothing to do for a while.
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

    /**
     * Has the work done and waits for it. When the wait ends early the work is still done.
     *
     * @return false if the time is up first
     */
    static boolean run(Runnable work, long deadlineNanos) throws InterruptedException {
        Future<?> future = EXECUTOR.submit(work);
        try {
            future.get(Math.max(0, Deadline.left(deadlineNanos)), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        }
    }

    private static RuntimeException rethrow(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** Has the work done behind all that is under way, and waits for it, but not for ever: a stopped process may hold a lock. */
    static void finish(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            run(work, Deadline.in(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has the work done some time soon. */
    static void start(Runnable work) {
        EXECUTOR.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LoggerFactory.getLogger(LogThread.class)
                        .debug("work ahead of time failed; it is tried again when needed", e);
            }
        });
    }
}
