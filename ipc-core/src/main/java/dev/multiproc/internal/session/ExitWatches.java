package dev.multiproc.internal.session;

import dev.multiproc.ProcessInfo;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * The processes of the session whose end this process waits for, other than its children. The janitor checks them at every tick.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class ExitWatches {
    private final Runnable janitorStart;
    private final Queue<Watch> watches = new ConcurrentLinkedQueue<>();
    private volatile boolean isOver;

    /**
     * Watches nothing yet.
     *
     * @param janitorStart starts the janitor unless it runs
     */
    ExitWatches(Runnable janitorStart) {
        this.janitorStart = janitorStart;
    }

    /** Somebody who waits for a process's end. */
    final class Watch {
        final CountDownLatch over = new CountDownLatch(1);
        private final ProcessInfo process;
        /** Null for a thread that waits itself. */
        private final CompletableFuture<ProcessInfo> future;

        private volatile boolean hasExited;

        private Watch(ProcessInfo process, CompletableFuture<ProcessInfo> future) {
            this.process = process;
            this.future = future;
        }

        /** Whether the process has ended; if not although the wait is over, the session has. */
        boolean hasExited() {
            return hasExited;
        }

        void stop() {
            watches.remove(this);
        }

        private void end(boolean exited) {
            stop();
            hasExited = exited;
            over.countDown();
            if (future != null) {
                // On a thread of its own, since actions of the user may be attached to the future.
                Thread thread = new Thread(this::completeFuture, "multiproc-exit-of-" + process.pid());
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void completeFuture() {
            if (hasExited) {
                future.complete(process);
            } else {
                future.completeExceptionally(closed());
            }
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException("the session is closed");
    }

    Watch add(ProcessInfo process, CompletableFuture<ProcessInfo> future) {
        Watch watch = new Watch(process, future);
        watches.add(watch);
        janitorStart.run();
        if (isOver) {
            watch.end(false);
        } else if (!process.isAlive()) {
            watch.end(true);
        }
        return watch;
    }

    /** Called at each tick of the janitor. */
    void check() {
        for (Watch watch : watches) {
            if (!watch.process.isAlive()) {
                watch.end(true);
            }
        }
    }

    /** Called when the session ends here. */
    void end() {
        isOver = true;
        for (Watch watch : watches) {
            watch.end(false);
        }
    }
}
