package dev.multiproc.internal.session;

import dev.multiproc.ProcessInfo;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

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
        private final Consumer<Watch> atEnd;
        private volatile boolean hasExited;

        private Watch(ProcessInfo process, Consumer<Watch> atEnd) {
            this.process = process;
            this.atEnd = atEnd;
        }

        /**
         * Whether the process has ended.
         *
         * @throws IllegalStateException if the session has ended first
         */
        boolean hasExited() {
            if (!hasExited && over.getCount() == 0) {
                throw closed();
            }
            return hasExited;
        }

        void stop() {
            watches.remove(this);
        }

        private synchronized void end(boolean exited) {
            if (over.getCount() > 0) {
                stop();
                hasExited = exited;
                over.countDown();
                atEnd.accept(this);
            }
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the session is closed");
    }

    /**
     * Watches a process until it ends, or the session does.
     *
     * @param atEnd called once, when the wait is over, by the janitor's thread or this one; does only a little
     */
    Watch add(ProcessInfo process, Consumer<Watch> atEnd) {
        Watch watch = new Watch(process, atEnd);
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
