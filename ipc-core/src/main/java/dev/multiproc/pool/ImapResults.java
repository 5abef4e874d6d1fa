package dev.multiproc.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The results of an {@code imap}. Whoever asks for results reads the input, up to a number of chunks ahead.
 *
 * @param <R> the type of the results
 */
final class ImapResults<R> implements ResultIterator<R>, ChunkCall.Receiver {
    private static final long NO_DEADLINE = Long.MAX_VALUE;
    private static final long MAX_NANOS = Long.MAX_VALUE / 4;

    /** How it works. */
    record Plan(boolean isOrdered, Chunking chunking, int maxChunks, String description) {}

    private final Calls calls;
    private final Payloads payloads;
    private final SentFunction function;
    private final Plan plan;
    private final Iterator<?> input;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    /** Those whose results are not yet taken, in their order. Guarded by the lock, as is what follows. */
    private final Set<ChunkCall> inFlight = new LinkedHashSet<>();

    /** Where results are taken from next; null if it has to be found. */
    private ChunkCall current;

    private int nextInCurrent;
    /** Of an unordered one: those that have come and are not yet taken. */
    private final Deque<ChunkCall> finished = new ArrayDeque<>();

    private int nextInput;
    private boolean isInputAtEnd;
    private Throwable inputFailure;
    private double inputNanos;
    private boolean isClosed;

    ImapResults(Calls calls, Payloads payloads, SentFunction function, Plan plan, Iterator<?> input) {
        this.calls = calls;
        this.payloads = payloads;
        this.function = function;
        this.plan = plan;
        this.input = input;
    }

    /** Sends the first chunks. */
    ImapResults<R> begin() {
        lock.lock();
        try {
            sendMore();
        } finally {
            lock.unlock();
        }
        return this;
    }

    private void sendMore() {
        while (!isInputAtEnd && !isClosed && inFlight.size() + finished.size() < plan.maxChunks()) {
            List<Object> inputs = nextInputs();
            if (!inputs.isEmpty()) {
                send(inputs);
            }
        }
    }

    private List<Object> nextInputs() {
        int size = plan.chunking().nextSize(inputNanos);
        List<Object> inputs = new ArrayList<>(size);
        try {
            while (inputs.size() < size && input.hasNext()) {
                inputs.add(input.next());
            }
            isInputAtEnd = inputs.size() < size;
        } catch (RuntimeException | Error e) {
            inputFailure = e;
            isInputAtEnd = true;
        }
        return inputs;
    }

    private void send(List<Object> inputs) {
        try {
            ChunkCall chunk = new ChunkCall(calls, payloads, function, new ChunkCall.Part(nextInput, inputs), this);
            nextInput += inputs.size();
            calls.submit(chunk);
            inFlight.add(chunk);
        } catch (RuntimeException | Error e) {
            // As an input that throws: what came before has results.
            inputFailure = e;
            isInputAtEnd = true;
        }
    }

    @Override
    public void received(ChunkCall chunk) {
        lock.lock();
        try {
            inputNanos = (double) chunk.workNanos() / chunk.size();
            if (!plan.isOrdered() && inFlight.remove(chunk)) {
                finished.add(chunk);
                arrived.signalAll();
            } else if (first(inFlight) == chunk) {
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next chunk with results the current one; false if the time is up. There must be one. */
    private boolean findCurrent(long deadlineNanos) throws InterruptedException {
        while (current == null) {
            if (isClosed) {
                throw new NoSuchElementException("the results were closed");
            }
            ChunkCall next = first(plan.isOrdered() ? inFlight : finished);
            if (next != null && next.results() != null) {
                (plan.isOrdered() ? inFlight : finished).remove(next);
                current = next;
                nextInCurrent = 0;
            } else if (deadlineNanos == NO_DEADLINE) {
                // A task of a ForkJoinPool lets another one run meanwhile; the form with a time does not do that.
                arrived.await();
            } else {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                long unused = arrived.awaitNanos(left);
            }
        }
        return true;
    }

    private static ChunkCall first(Collection<ChunkCall> chunks) {
        return chunks.isEmpty() ? null : chunks.iterator().next();
    }

    /** Whether there is another result, or failure, now or later. */
    private boolean isMore() {
        if (isClosed) {
            return false;
        }
        sendMore();
        boolean isMore = current != null || !inFlight.isEmpty() || !finished.isEmpty() || inputFailure != null;
        if (!isMore) {
            function.release();
        }
        return isMore;
    }

    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            return isMore();
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

    private R nextBy(long deadline) throws InterruptedException, ExecutionException, TimeoutException {
        lock.lockInterruptibly();
        try {
            if (!isMore()) {
                throw new NoSuchElementException("there are no more results");
            }
            if (current == null && inFlight.isEmpty() && finished.isEmpty()) {
                Throwable failure = inputFailure;
                inputFailure = null;
                throw new ExecutionException("the input has failed", failure);
            }
            if (!findCurrent(deadline)) {
                throw new TimeoutException("the next result is not there in time");
            }
            return takeFromCurrent();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("unchecked")
    private R takeFromCurrent() throws ExecutionException {
        ChunkResults results = current.results();
        int index = nextInCurrent++;
        if (nextInCurrent == current.size()) {
            current = null;
            sendMore();
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
        } finally {
            lock.unlock();
        }
        for (ChunkCall chunk : left) {
            calls.withdraw(chunk, true);
        }
        function.release();
    }

    @Override
    public String description() {
        return plan.description();
    }
}
