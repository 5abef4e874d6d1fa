package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildProcess;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of a child, and those who wait for it.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class ChildEnd implements AwaitAny.EndOf {
    private final String name;
    /**
     * For users. Not for joins: actions that users attach to it run before its waiters continue, and may themselves wait.
     */
    private final CompletableFuture<ChildProcess> ended = new CompletableFuture<>();
    /** What joins wait for: true once the child has ended, false if this process exits without it. */
    private final CompletableFuture<Boolean> joined = new CompletableFuture<>();
    /** The threads in {@link AwaitAny} that the end unparks. */
    private final Set<Thread> awaiting = ConcurrentHashMap.newKeySet();

    private volatile boolean isOver;
    private volatile int exitCode;
    private volatile ChildFailedException failure;

    ChildEnd(String name) {
        this.name = name;
    }

    /** Sets how the child ended, before {@link #complete}. */
    void set(int newExitCode, ChildFailedException newFailure) {
        failure = newFailure;
        exitCode = newExitCode;
    }

    /** From now on the child has ended. */
    void setOver() {
        isOver = true;
    }

    /** Lets those continue who wait. */
    void complete(ChildProcess child) {
        joined.complete(true);
        unparkAwaiting();
        ended.complete(child);
    }

    boolean isOver() {
        return isOver;
    }

    int exitCode() {
        return exitCode;
    }

    /** Null if nothing failed. */
    ChildFailedException failure() {
        return failure;
    }

    /** For users. */
    CompletableFuture<ChildProcess> future() {
        return ended.copy();
    }

    /** Ends joins, since this process exits without the child: the exit may have to wait for the thread that joins. */
    void leave() {
        joined.complete(false);
        unparkAwaiting();
    }

    void join() throws InterruptedException {
        try {
            checkNotLeft(joined.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    boolean join(Duration timeout) throws InterruptedException {
        try {
            checkNotLeft(joined.get(Math.max(0, TimeUnit.NANOSECONDS.convert(timeout)), TimeUnit.NANOSECONDS));
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Throws if this process exits without the child. A daemon thread goes on waiting instead, since no exit waits for it. */
    private void checkNotLeft(boolean hasEnded) throws InterruptedException, ExecutionException {
        if (!hasEnded && Thread.currentThread().isDaemon()) {
            ended.get();
        } else if (!hasEnded && !isOver) {
            throw exitsWithout();
        }
    }

    private IllegalStateException exitsWithout() {
        return new IllegalStateException("this process exits without its child, name=" + name);
    }

    @Override
    public boolean hasEnded() {
        if (!isOver && joined.isDone() && !joined.join()) {
            throw exitsWithout();
        }
        return isOver;
    }

    @Override
    public void unparkAtEnd(Thread thread) {
        awaiting.add(thread);
    }

    @Override
    public void forget(Thread thread) {
        awaiting.remove(thread);
    }

    private void unparkAwaiting() {
        for (Thread thread : awaiting) {
            LockSupport.unpark(thread);
        }
    }
}
