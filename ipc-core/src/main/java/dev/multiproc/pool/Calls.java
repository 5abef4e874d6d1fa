package dev.multiproc.pool;

import dev.multiproc.queue.JoinableQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tasks of a pool that are not over. Some are on their way, in the queue or in workers, each in a slot of the {@link Board}; the
 * others wait in this process, where they can be cancelled at no cost.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Calls {
    /** Of the messages on their way: more wait here, where they take no shared memory. */
    private static final long MAX_SENT_BYTES = 64L << 20;

    private final Board board;
    private final JoinableQueue<byte[]> queue;
    private volatile int runningCount;
    private final PoolOptions.Draft options;
    private final PoolCounters counters;
    /** Told when tasks need workers, when one that runs is to be stopped, and when none is left. */
    private final Listener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock, as is what follows. */
    private final Set<Call> waiting = new LinkedHashSet<>();

    private final Call[] sent = new Call[Board.SLOTS];
    private final int[] generations = new int[Board.SLOTS];
    private final int[] freeSlots = new int[Board.SLOTS];
    private int freeCount;
    private long sentBytes;
    private int count;

    private boolean isOpen = true;
    /** Null while the pool works. */
    private BrokenPoolException breakage;

    /** Who looks after the workers. */
    interface Listener {
        /** There are so many tasks. */
        void needWorkers(int count);

        /** A task that a worker runs is cancelled. */
        void stop(int worker, int slot, int generation);

        /** There are no tasks, and no more will be accepted. */
        void allDone();
    }

    Calls(
            Board board,
            JoinableQueue<byte[]> queue,
            PoolOptions.Draft options,
            PoolCounters counters,
            Listener listener) {
        this.board = board;
        this.queue = queue;
        this.options = options;
        this.counters = counters;
        this.listener = listener;
        runningCount = options.workers * options.threads;
        for (int i = 0; i < Board.SLOTS; i++) {
            freeSlots[freeCount++] = Board.SLOTS - 1 - i;
        }
    }

    /** How many tasks can run at once. */
    void setRunning(int newCount) {
        runningCount = newCount;
    }

    long nextNumber() {
        return counters.nextNumber();
    }

    // ---------------------------------------------------------------- in

    /**
     * Accepts a task that belongs to a {@code map}, whatever the limit for tasks that wait.
     *
     * @throws RejectedExecutionException if the pool accepts no tasks any more
     */
    void submit(Call call) {
        lock.lock();
        try {
            accept(call);
        } finally {
            lock.unlock();
        }
        send();
    }

    /**
     * Accepts a task, waiting until there is room if the options say so.
     *
     * @throws RejectedExecutionException if there is no room, the pool accepts no tasks any more, or the thread is interrupted while
     *     it waits
     */
    void submitInLimit(Call call) {
        lock.lock();
        try {
            while (isOpen && count >= (long) options.queueLimit + runningCount) {
                if (options.whenFull == PoolOptions.WhenFull.REFUSE) {
                    throw new RejectedExecutionException(
                            "as many tasks wait as the pool's limit allows, limit=" + options.queueLimit);
                }
                changed.await();
            }
            accept(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("interrupted while waiting for room in the pool", e);
        } finally {
            lock.unlock();
        }
        send();
    }

    private void accept(Call call) {
        if (breakage != null) {
            throw new RejectedExecutionException(breakage.getMessage(), breakage);
        }
        if (!isOpen) {
            throw new RejectedExecutionException("the pool is shut down");
        }
        waiting.add(call);
        count++;
        counters.submitted();
    }

    /** Sends what can be sent. */
    private void send() {
        Call next = toSend();
        while (next != null) {
            send(next);
            next = toSend();
        }
    }

    private Call toSend() {
        lock.lock();
        try {
            Call call = waiting.isEmpty() ? null : waiting.iterator().next();
            boolean isRoom = freeCount > 0 && (sentBytes < MAX_SENT_BYTES || Board.SLOTS - freeCount < runningCount);
            if (call == null || !isRoom) {
                return null;
            }
            waiting.remove(call);
            call.slot = freeSlots[--freeCount];
            call.generation = generations[call.slot];
            call.state = Call.State.SENT;
            call.countAtSend = count;
            sent[call.slot] = call;
            sentBytes += call.messageBytes;
            board.setWaiting(call.slot, call.generation);
            TaskMessage.address(call.message, call.slot, call.generation);
            return call;
        } finally {
            lock.unlock();
        }
    }

    private void send(Call call) {
        byte[] message = call.message;
        int countAtSend = call.countAtSend;
        call.message = null;
        try {
            queue.add(message);
            listener.needWorkers(countAtSend);
        } catch (RuntimeException e) {
            Call mine = take(call.slot, call.generation);
            if (mine != null) {
                mine.fail(e);
                counters.ended(true);
            }
        }
    }

    // ---------------------------------------------------------------- out

    /** Takes the task out, to be ended by the caller; null if it is over already. */
    Call take(int slot, int generation) {
        Call call;
        lock.lock();
        try {
            call = sent[slot];
            if (call == null || call.generation != generation) {
                return null;
            }
            free(call);
        } finally {
            lock.unlock();
        }
        send();
        return call;
    }

    private void free(Call call) {
        board.setOver(call.slot, call.generation);
        sent[call.slot] = null;
        generations[call.slot]++;
        freeSlots[freeCount++] = call.slot;
        sentBytes -= call.messageBytes;
        over(call);
    }

    private void over(Call call) {
        call.state = Call.State.OVER;
        count--;
        changed.signalAll();
        if (count == 0 && !isOpen) {
            listener.allDone();
        }
    }

    /** Called when the one who submitted a task does not want it any more. */
    void withdraw(Call call, boolean mayInterrupt) {
        lock.lock();
        try {
            switch (call.state) {
                case WAITING -> {
                    if (!waiting.remove(call)) {
                        return;
                    }
                    over(call);
                }
                case SENT -> {
                    if (!board.cancelWaiting(call.slot, call.generation)) {
                        if (!mayInterrupt) {
                            return;
                        }
                        stop(call);
                        break;
                    }
                    free(call);
                }
                case OVER -> {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
        counters.ended(true);
        send();
    }

    /** Under the lock, so that the task's result, if it comes now, is seen to come after this. */
    private void stop(Call call) {
        int runner = board.runner(call.slot, call.generation);
        free(call);
        if (runner != 0) {
            listener.stop(runner, call.slot, call.generation);
        }
    }

    // ---------------------------------------------------------------- the end

    /** Accepts no more tasks. */
    void close() {
        lock.lock();
        try {
            if (isOpen) {
                isOpen = false;
                changed.signalAll();
                if (count == 0) {
                    listener.allDone();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return isOpen;
        } finally {
            lock.unlock();
        }
    }

    /** Accepts no more tasks, and fails all that there are. */
    void breakAll(BrokenPoolException reason) {
        List<Call> all;
        lock.lock();
        try {
            if (breakage == null) {
                breakage = reason;
            }
            isOpen = false;
            all = takeWaiting();
            for (Call call : sent.clone()) {
                if (call != null) {
                    free(call);
                    all.add(call);
                }
            }
            changed.signalAll();
            if (count == 0) {
                listener.allDone();
            }
        } finally {
            lock.unlock();
        }
        for (Call call : all) {
            call.fail(reason);
            counters.ended(true);
        }
    }

    /** Cancels all that no worker has begun, or all. */
    void cancelAll(boolean onlyUnbegun) {
        List<Call> all;
        lock.lock();
        try {
            all = takeWaiting();
            for (Call call : sent.clone()) {
                if (call != null && (board.cancelWaiting(call.slot, call.generation) || !onlyUnbegun)) {
                    free(call);
                    all.add(call);
                }
            }
        } finally {
            lock.unlock();
        }
        for (Call call : all) {
            call.cancel();
            counters.ended(true);
        }
    }

    private List<Call> takeWaiting() {
        List<Call> all = new ArrayList<>(waiting);
        waiting.clear();
        for (Call call : all) {
            over(call);
        }
        return all;
    }

    // ---------------------------------------------------------------- looks

    /** Those on their way. */
    List<Call> sent() {
        lock.lock();
        try {
            List<Call> all = new ArrayList<>();
            for (Call call : sent) {
                if (call != null) {
                    all.add(call);
                }
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** How many of them a worker has begun. */
    int begun() {
        int begun = 0;
        lock.lock();
        try {
            for (Call call : sent) {
                if (call != null && board.runner(call.slot, call.generation) != 0) {
                    begun++;
                }
            }
        } finally {
            lock.unlock();
        }
        return begun;
    }

    /** How many are not over. */
    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    Board board() {
        return board;
    }

    /** Waits until none is left; false if the time is up. */
    boolean awaitNone(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            while (count > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }
}
