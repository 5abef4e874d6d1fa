package dev.multiproc.pool;

import dev.multiproc.queue.QueueShutdownException;
import java.io.IOException;

/** The threads of a worker that run its tasks, and when they are to end. */
final class TaskLoops {
    private final WorkerTask worker;
    private final WorkerTask.Settings settings;
    private final TaskLoop[] loops;
    private int tasksLeft;
    private int busyCount;
    private volatile boolean isLeaving;
    /** What ended a thread that should not have ended. Guarded by this. */
    private Throwable failure;

    TaskLoops(WorkerTask worker, Payloads payloads) {
        this.worker = worker;
        settings = worker.settings();
        tasksLeft = settings.maxTasks();
        TaskRun run = new TaskRun(payloads);
        loops = new TaskLoop[settings.threads()];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new TaskLoop(this, worker, run);
        }
    }

    void start() {
        for (int i = 0; i < loops.length; i++) {
            Thread thread = new Thread(loops[i], "task-" + (i + 1));
            thread.setDaemon(true);
            loops[i].runBy(thread);
            thread.start();
        }
    }

    /** Waits until all threads have ended. Each interrupt says that there is an order on the board. */
    void awaitEnd() throws Exception {
        // What was ordered before this thread could be interrupted.
        followOrders();
        for (TaskLoop loop : loops) {
            while (loop.thread().isAlive()) {
                try {
                    loop.thread().join();
                } catch (InterruptedException e) {
                    followOrders();
                }
            }
        }
        synchronized (this) {
            if (failure instanceof Exception e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }

    private void followOrders() {
        int order = settings.board().order(worker.place(), worker.number());
        if (order != Board.WORK) {
            isLeaving = true;
        }
        for (TaskLoop loop : loops) {
            loop.interruptIfNeeded(order);
        }
    }

    boolean isLeaving() {
        return isLeaving;
    }

    /** Called before a thread runs a task. */
    synchronized void begin() {
        busyCount++;
    }

    /** Called after a thread has run a task; it may have been the worker's last one. */
    synchronized void end(boolean isHarmed) {
        busyCount--;
        if (--tasksLeft <= 0 || isHarmed || isTooLarge()) {
            leave();
        }
    }

    private boolean isTooLarge() {
        long target = settings.targetBytes();
        try {
            return target > 0 && ResidentSet.ofThisProcess() > target;
        } catch (IOException e) {
            // Without /proc there is no such limit; the pool has said so when it was made.
            return false;
        }
    }

    /** Called by a thread that has waited too long; the worker leaves if no other thread has a task. */
    synchronized void leaveIfIdle() {
        if (busyCount == 0) {
            leave();
        }
    }

    private void leave() {
        if (!isLeaving) {
            isLeaving = true;
            sendLeaving();
            interruptOthers();
        }
    }

    private void interruptOthers() {
        for (TaskLoop loop : loops) {
            if (loop.thread() != Thread.currentThread()) {
                loop.interruptIfNeeded(Board.LEAVE);
            }
        }
    }

    private void sendLeaving() {
        try {
            settings.results().put(ResultMessage.ofWorker(ResultMessage.LEAVING, worker.number(), 0));
        } catch (InterruptedException e) {
            // Whoever waits for the worker sees its end.
            Thread.currentThread().interrupt();
        } catch (QueueShutdownException e) {
            failed(e);
        }
    }

    /** Called by a thread that ends because of something that should not happen. */
    synchronized void failed(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
        isLeaving = true;
        interruptOthers();
    }
}
