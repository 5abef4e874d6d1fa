package dev.multiproc.pool;

import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.QueueShutdownException;
import java.util.concurrent.TimeUnit;

/**
 * One thread of a worker: takes a task, runs it, sends its result, and takes the next.
 *
 * <p>An interrupt reaches a task only if it is meant for that task: it is sent under the lock of this, and what arrives at the end of
 * a task is cleared under the same lock.
 */
final class TaskLoop implements Runnable {
    private enum State {
        WAITS,
        RUNS,
        SENDS
    }

    private final TaskLoops loops;
    private final WorkerTask worker;
    private final WorkerTask.Settings settings;
    private final TaskRun run;
    private Thread thread;
    /** Guarded by this, as are the next two. */
    private State state = State.WAITS;

    private int slot;
    private int generation;

    TaskLoop(TaskLoops loops, WorkerTask worker, TaskRun run) {
        this.loops = loops;
        this.worker = worker;
        this.run = run;
        settings = worker.settings();
    }

    void runBy(Thread newThread) {
        thread = newThread;
    }

    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        try {
            while (!loops.isLeaving()) {
                runNext();
            }
        } catch (QueueShutdownException e) {
            // The pool has ended: there are no tasks any more.
            return;
        } catch (Throwable e) {
            loops.failed(e);
        }
    }

    private void runNext() throws InterruptedException {
        long begin = System.nanoTime();
        Delivery<byte[]> delivery;
        try {
            delivery = settings.idleMillis() == 0
                    ? settings.tasks().receive()
                    : settings.tasks().receive(settings.idleMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // An order: see whether to leave.
            return;
        }
        if (delivery == null) {
            loops.leaveIfIdle();
            return;
        }
        byte[] message = delivery.value();
        if (begin(TaskMessage.slot(message), TaskMessage.generation(message))) {
            loops.begin();
            serve(message, System.nanoTime() - begin);
        } else {
            clearInterrupt();
        }
        delivery.done();
    }

    private synchronized boolean begin(int newSlot, int newGeneration) {
        Thread.interrupted();
        if (!settings.board().begin(newSlot, newGeneration, worker.number())) {
            return false;
        }
        slot = newSlot;
        generation = newGeneration;
        state = State.RUNS;
        return true;
    }

    private void serve(byte[] message, long waitNanos) throws InterruptedException {
        long begin = System.nanoTime();
        TaskRun.Outcome outcome = run.run(message);
        long workNanos = System.nanoTime() - begin;
        end();
        ResultMessage.TaskTimes times = new ResultMessage.TaskTimes(slot, generation, waitNanos, workNanos);
        send(outcome, times);
        clearInterrupt();
        loops.end(outcome.isHarmful());
    }

    private void send(TaskRun.Outcome outcome, ResultMessage.TaskTimes times) throws InterruptedException {
        try {
            settings.results().put(ResultMessage.ofTask(outcome.kind(), worker.number(), times, outcome.payload()));
        } catch (IllegalArgumentException | dev.multiproc.MultiprocessingException e) {
            // It is too long, or there is no room for it.
            byte[] failure = EncodedThrowable.of(TaskRun.unencodable(e)).toBytes();
            settings.results().put(ResultMessage.ofTask(ResultMessage.FAILURE, worker.number(), times, failure));
        }
    }

    private synchronized void end() {
        state = State.SENDS;
        Thread.interrupted();
    }

    private synchronized void clearInterrupt() {
        state = State.WAITS;
    }

    /** Called by the thread that has got an order. */
    synchronized void interruptIfNeeded(int order) {
        boolean isNeeded =
                switch (state) {
                    case WAITS -> order != Board.WORK;
                    case RUNS ->
                        order == Board.INTERRUPT_AND_LEAVE
                                || !settings.board().isRunBy(slot, generation, worker.number());
                    case SENDS -> false;
                };
        if (isNeeded) {
            thread.interrupt();
        }
    }
}
