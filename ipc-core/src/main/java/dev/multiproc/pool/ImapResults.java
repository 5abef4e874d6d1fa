package dev.multiproc.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The results of an {@code imap}. A thread reads the input, which may block, up to a number of chunks ahead.
 *
 * @param <R> the type of the results
 */
final class ImapResults<R> implements ResultIterator<R>, ChunkCall.Receiver {
    private static final long NO_DEADLINE = Long.MAX_VALUE;
    private static final long MAX_NANOS = Long.MAX_VALUE / 4;
    /** How often the thread that reads looks whether the pool has ended while nobody takes results. */
    private static final long LOOK_MILLIS = 1000;
    /** What small chunks take together at most, encoded. */
    private static final long SMALL_BYTES = 1 << 20;

    /**
     * How it works.
     *
     * @param maxChunks how many chunks are on their way, or done and not yet taken
     * @param maxSmallChunks how many may be if all of them take little memory: so workers have something to do while one of them holds
     *     up the others' results
     */
    record Plan(boolean isOrdered, Chunking chunking, int maxChunks, int maxSmallChunks, String description) {}

    private final Calls calls;
    private final Payloads payloads;
    private final WakeUps wakeUps;
    private final SentFunction function;
    private final Plan plan;
    private final Iterator<?> input;
    /** The number of the next input. Used by the thread that reads. */
    private int nextInput;

    private final ReentrantLock lock = new ReentrantLock();
    /** A result can be taken, or there is something new to know. */
    private final Condition arrived = lock.newCondition();

    private final Condition roomMade = lock.newCondition();
    /** Those whose results are not yet taken, in their order. Guarded by the lock, as is what follows. */
    private final Set<ChunkCall> inFlight = new LinkedHashSet<>();

    /** Of an unordered one: those that have come and are not yet taken. */
    private final Set<ChunkCall> finished = new LinkedHashSet<>();
    /** Where results are taken from next; null if it has to be found. */
    private ChunkCall current;

    private int nextInCurrent;
    /** Of the chunks that are on their way, or done and not yet taken. */
    private long heldBytes;

    private boolean isInputAtEnd;
    private Throwable inputFailure;
    private double inputNanos;
    private boolean isClosed;
    /** How many threads wait for a result, and how many whether there is more input. */
    private int resultWaiters;

    private int inputWaiters;
    private final Runnable wakeReaders = this::wakeReaders;

    ImapResults(WorkerPool pool, SentFunction function, Plan plan, Iterator<?> input) {
        calls = pool.calls();
        payloads = pool.payloads();
        wakeUps = pool.wakeUps();
        this.function = function;
        this.plan = plan;
        this.input = input;
    }

    ImapResults<R> begin(String threadName) {
        Thread thread = new Thread(this::readInput, threadName);
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    // ---------------------------------------------------------------- the thread that reads the input

    private void readInput() {
        Throwable failure = null;
        try {
            for (int size = nextSize(); size > 0; size = nextSize()) {
                List<Object> inputs = new ArrayList<>(size);
                // A failure comes after the results of what was read before it.
                failure = read(inputs, size);
                if (!inputs.isEmpty()) {
                    send(inputs);
                }
                if (inputs.size() < size) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        endInput(failure);
    }

    private Throwable read(List<Object> inputs, int size) {
        try {
            while (inputs.size() < size && input.hasNext()) {
                inputs.add(input.next());
            }
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    /** Waits for room; returns how many inputs to read next, 0 for none. */
    private int nextSize() {
        lock.lock();
        try {
            while (!isClosed && !hasRoom()) {
                boolean unused = roomMade.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (!calls.isOpen()) {
                    throw new RejectedExecutionException("the pool is shut down");
                }
            }
            return isClosed ? 0 : plan.chunking().nextSize(inputNanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the input has interrupted the thread that reads it", e);
        } finally {
            lock.unlock();
        }
    }

    private int held() {
        return inFlight.size() + finished.size();
    }

    private boolean hasRoom() {
        int held = held();
        return held < plan.maxChunks() || held < plan.maxSmallChunks() && heldBytes < SMALL_BYTES;
    }

    /** Not for each: the thread that reads is to send several at a time. */
    private boolean hasMuchRoom() {
        int held = held();
        return held <= plan.maxChunks() / 2 || held <= plan.maxSmallChunks() / 2 && heldBytes < SMALL_BYTES / 2;
    }

    private void send(List<Object> inputs) {
        ChunkCall chunk = new ChunkCall(calls, payloads, function, new ChunkCall.Part(nextInput, inputs), this);
        nextInput += inputs.size();
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            inFlight.add(chunk);
            heldBytes += chunk.bytes();
            if (inputWaiters > 0) {
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
        boolean isSent = false;
        try {
            calls.submit(chunk);
            isSent = true;
        } finally {
            if (!isSent) {
                forget(chunk);
            }
        }
    }

    private void forget(ChunkCall chunk) {
        lock.lock();
        try {
            inFlight.remove(chunk);
            heldBytes -= chunk.bytes();
        } finally {
            lock.unlock();
        }
    }

    private void endInput(Throwable failure) {
        lock.lock();
        try {
            isInputAtEnd = true;
            inputFailure = failure;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- the pool's threads

    @Override
    public void received(ChunkCall chunk) {
        boolean isAwaited = false;
        lock.lock();
        try {
            inputNanos = (double) chunk.workNanos() / chunk.size();
            heldBytes += chunk.bytes() - chunk.messageBytes;
            if (plan.isOrdered() ? first(inFlight) == chunk : inFlight.remove(chunk)) {
                if (!plan.isOrdered()) {
                    finished.add(chunk);
                }
                isAwaited = resultWaiters > 0;
            }
        } finally {
            lock.unlock();
        }
        if (isAwaited) {
            wakeUps.wake(wakeReaders);
        }
    }

    private void wakeReaders() {
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isQuiet() {
        return true;
    }

    private static ChunkCall first(Collection<ChunkCall> chunks) {
        return chunks.isEmpty() ? null : chunks.iterator().next();
    }

    @Override
    public String description() {
        return plan.description();
    }

    // ---------------------------------------------------------------- those who take results

    /** Whether there is another result, or failure, now or later; waits until that is known. */
    private boolean awaitMore(long deadlineNanos) throws InterruptedException, TimeoutException {
        while (true) {
            if (isClosed) {
                return false;
            }
            if (current != null || !inFlight.isEmpty() || !finished.isEmpty() || inputFailure != null) {
                return true;
            }
            if (isInputAtEnd) {
                function.release();
                return false;
            }
            inputWaiters++;
            try {
                awaitArrival(deadlineNanos);
            } finally {
                inputWaiters--;
            }
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The callers look again what there is.
    private void awaitArrival(long deadlineNanos) throws InterruptedException, TimeoutException {
        if (deadlineNanos == NO_DEADLINE) {
            // A task of a ForkJoinPool lets another one run meanwhile; the form with a time does not do that.
            arrived.await();
            return;
        }
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            throw new TimeoutException("the next result is not there in time");
        }
        long unused = arrived.awaitNanos(left);
    }

    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            return awaitMore(NO_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public R next() {
        try {
            return nextBy(NO_DEADLINE);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public R next(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = Math.min(TimeUnit.NANOSECONDS.convert(timeout), MAX_NANOS);
        return nextBy(System.nanoTime() + nanos);
    }

    private R nextBy(long deadlineNanos) throws InterruptedException, ExecutionException, TimeoutException {
        lock.lockInterruptibly();
        try {
            while (awaitMore(deadlineNanos)) {
                if (current != null) {
                    return takeFromCurrent();
                }
                if (inFlight.isEmpty() && finished.isEmpty()) {
                    Throwable failure = inputFailure;
                    inputFailure = null;
                    throw new ExecutionException(failure);
                }
                findCurrent(deadlineNanos);
            }
            throw new NoSuchElementException("there are no more results");
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next chunk with results the current one, or waits until something has changed. */
    private void findCurrent(long deadlineNanos) throws InterruptedException, TimeoutException {
        Set<ChunkCall> chunks = plan.isOrdered() ? inFlight : finished;
        ChunkCall next = first(chunks);
        if (next == null || next.results() == null) {
            resultWaiters++;
            try {
                awaitArrival(deadlineNanos);
            } finally {
                resultWaiters--;
            }
            return;
        }
        chunks.remove(next);
        current = next;
        nextInCurrent = 0;
        heldBytes -= next.bytes();
        if (hasMuchRoom()) {
            roomMade.signal();
        }
    }

    @SuppressWarnings("unchecked")
    private R takeFromCurrent() throws ExecutionException {
        ChunkResults results = current.results();
        int index = nextInCurrent++;
        if (nextInCurrent == current.size()) {
            current = null;
        }
        Throwable failure = results.failures().get(index);
        if (failure != null) {
            throw new ExecutionException(failure);
        }
        return (R) results.values().get(index);
    }

    @Override
    public void close() {
        Collection<ChunkCall> left;
        lock.lock();
        try {
            isClosed = true;
            left = new ArrayList<>(inFlight);
            inFlight.clear();
            finished.clear();
            current = null;
            arrived.signalAll();
            roomMade.signal();
        } finally {
            lock.unlock();
        }
        for (ChunkCall chunk : left) {
            calls.withdraw(chunk, true);
        }
        function.release();
    }
}
