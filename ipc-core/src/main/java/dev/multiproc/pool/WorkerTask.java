package dev.multiproc.pool;

import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessInfo;
import dev.multiproc.ProcessTask;
import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;

/**
 * What a worker's process does. Its parts are of the few types that a new JVM reads quickly. Its main thread starts the threads that run tasks and then waits for orders: the pool interrupts it
 * after it has changed something on the board.
 *
 * @param settings what is the same for all workers of the pool
 * @param name the worker's name
 * @param number the worker's number
 * @param place where its orders stand on the board
 */
record WorkerTask(Settings settings, String name, int number, int place) implements ProcessTask {

    /**
     * What is the same for all workers of a pool.
     *
     * @param threads how many tasks a worker runs at once
     * @param maxTasks after how many tasks it leaves
     * @param idleMillis after how long without a task it leaves; 0 for never
     * @param targetBytes above which resident set it leaves after a task; 0 for none
     * @param daemon whether it is one
     * @param preload the names of classes, and whether one that is missing is an error
     * @param initializer the encoded initializer, a character a byte; empty for none
     * @param exitHook the encoded exit hook, a character a byte; empty for none
     * @param tasks where tasks come from
     * @param results where results go
     * @param board see there
     * @param errors the name of the memory for {@link ErrorTail}
     */
    record Settings(
            int threads,
            int maxTasks,
            long idleMillis,
            long targetBytes,
            boolean daemon,
            WorkerPreload preload,
            String initializer,
            String exitHook,
            JoinableQueue<byte[]> tasks,
            SharedQueue<byte[]> results,
            Board board,
            String errors)
            implements Serializable {}

    @Override
    public void run() throws Exception {
        ErrorTail.keep(settings.errors(), place);
        Multiprocessing session = Multiprocessing.current();
        Payloads payloads = new Payloads(session.codec());
        PoolWorker worker = new PoolWorker(name, number);
        PoolWorker.enter(worker);
        if (!settings.daemon()) {
            endWithParent();
        }
        if (!initialize(worker, payloads)) {
            return;
        }
        TaskLoops loops = new TaskLoops(this, payloads);
        loops.start();
        loops.awaitEnd();
        // An order, which has been followed.
        Thread.interrupted();
        long begin = System.nanoTime();
        runExitHook(payloads);
        tell(ResultMessage.ofWorker(ResultMessage.LEFT, number, System.nanoTime() - begin));
    }

    /** A worker that is no daemon would outlive a parent that is killed. */
    private static void endWithParent() {
        ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
        CompletableFuture<Void> unused = parent.onExit().thenRun(new Runnable() {
            @Override
            public void run() {
                Runtime.getRuntime().halt(1);
            }
        });
    }

    private boolean initialize(PoolWorker worker, Payloads payloads) {
        long begin = System.nanoTime();
        try {
            settings.preload().run();
            if (!settings.initializer().isEmpty()) {
                worker.setState(((Task<?>) payloads.decodeTask(settings.initializer())).call());
            }
        } catch (Throwable e) {
            tell(ResultMessage.ofWorker(
                    ResultMessage.NOT_INITIALIZED,
                    number,
                    System.nanoTime() - begin,
                    EncodedThrowable.of(e).toBytes()));
            return false;
        }
        tell(ResultMessage.ofWorker(ResultMessage.READY, number, System.nanoTime() - begin));
        return true;
    }

    /** An interrupt says that there is an order on the board, where it is found later. */
    private void tell(byte[] message) {
        boolean isSent = false;
        while (!isSent) {
            try {
                settings.results().put(message);
                isSent = true;
            } catch (InterruptedException e) {
                isSent = false;
            }
        }
    }

    private void runExitHook(Payloads payloads) {
        if (!settings.exitHook().isEmpty()) {
            try {
                ((VoidTask) payloads.decodeTask(settings.exitHook())).run();
            } catch (RuntimeException | Error e) {
                System.err.print("The exit hook of pool worker " + name + " failed:\n" + EncodedThrowable.traceOf(e));
            }
        }
    }
}
