package dev.multiproc.pool;

import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The thread that takes the workers' messages and ends their tasks. What a program hangs on a task's future runs on it too, and may
 * take long or wait for the pool: then another thread takes over ({@link #replaceIfStuck}), and this one ends when it comes back.
 */
final class Collector {
    /** How long a program's own code may keep the thread. */
    private static final long STUCK_NANOS = 20_000_000;
    /** So many results are taken at once before those who wait for them are woken. */
    private static final int BATCH = 64;

    private final SharedQueue<byte[]> results;
    private final Receiver receiver;
    private final String name;
    private final WakeUps wakeUps;
    /** Has a party for each message that is handled now, and one more. */
    private final Phaser programs = new Phaser(1);
    /** The thread that takes messages now. */
    private volatile Turn turn;

    /** Gets what the workers tell. */
    interface Receiver {
        /**
         * Called for each message in its order.
         *
         * @return what runs the program's code for it; null if there is none
         */
        Runnable receive(ResultMessage message);

        /** The thread cannot go on. */
        void collectorFailed(Throwable reason);
    }

    Collector(SharedQueue<byte[]> results, Receiver receiver, WakeUps wakeUps, String name) {
        this.results = results;
        this.receiver = receiver;
        this.wakeUps = wakeUps;
        this.name = name;
    }

    void start() {
        turn = new Turn();
        Thread thread = new Thread(turn, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Called now and then while there are tasks. */
    void replaceIfStuck() {
        long since = turn.programSinceNanos;
        if (since != 0 && System.nanoTime() - since > STUCK_NANOS) {
            start();
        }
    }

    /** Waits until the program's own code for all messages so far has ended, but not for ever: it may wait for the pool's end. */
    void awaitPrograms(long limitMillis) {
        int phase = programs.arrive();
        try {
            programs.awaitAdvanceInterruptibly(phase, limitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // As promised: what the program does there is its own affair.
            return;
        }
    }

    /** What one thread does. */
    private final class Turn implements Runnable {
        /** When the program's own code began to run, which has no part in taking messages; 0 if it does not run. */
        private volatile long programSinceNanos;

        private int batch;

        @Override
        public void run() {
            wakeUps.putOffByThisThread();
            try {
                while (turn == this) {
                    handle(ResultMessage.read(next()));
                }
            } catch (QueueShutdownException e) {
                // The pool has ended.
                return;
            } catch (InterruptedException e) {
                // A program's code has interrupted the thread, as nobody else does. Another one goes on.
                start();
            } catch (Throwable e) {
                receiver.collectorFailed(e);
            } finally {
                wakeUps.flush();
            }
        }

        private byte[] next() throws InterruptedException {
            byte[] message = null;
            if (wakeUps.isPending() && ++batch < BATCH) {
                message = results.poll();
            }
            if (message == null) {
                batch = 0;
                wakeUps.flush();
                message = results.take();
            }
            return message;
        }

        private void handle(ResultMessage message) {
            programs.register();
            try {
                Runnable program = receiver.receive(message);
                if (program != null) {
                    programSinceNanos = System.nanoTime() | 1;
                    program.run();
                    programSinceNanos = 0;
                }
            } finally {
                programs.arriveAndDeregister();
            }
        }
    }
}
