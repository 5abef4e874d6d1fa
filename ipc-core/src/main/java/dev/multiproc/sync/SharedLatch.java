package dev.multiproc.sync;

import dev.multiproc.Awaitable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A counter that processes count down to zero once: {@link java.util.concurrent.CountDownLatch} between processes.
 * Python has none.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same latch. <b>Blocking</b>: waiting uses no processor time; an interrupt
 * ends it at once. <b>Death</b>: if a process dies inside {@code countDown}, it either has counted and the waiters
 * wake, or it has not counted. A process that dies earlier never counts. <b>Memory</b>: actions before a count-down
 * happen-before actions after a wait that it ended; between processes this applies to accesses to shared memory.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed.
 */
public interface SharedLatch extends Awaitable {
    /**
     * The latch's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the latch for all processes: its name is free at once, and its place among the session's objects too. Threads that wait for it
     * get {@link dev.multiproc.ObjectDeletedException}, and so does every later call.
     * In other processes that takes up to 100 ms.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /** Counts down by one, and wakes all waiting threads when the count reaches zero. Does nothing at zero. */
    void countDown();

    /**
     * The current count; a racy check.
     *
     * @return the count, 0 or more
     */
    long getCount();

    /**
     * Waits until the count is zero.
     *
     * @throws InterruptedException if interrupted before or while waiting
     */
    void await() throws InterruptedException;

    /**
     * Waits until the count is zero, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if the count is zero
     * @throws InterruptedException if interrupted before or while waiting
     */
    boolean await(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Waits until the count is zero, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return true if the count is zero
     * @throws InterruptedException if interrupted before or while waiting
     */
    default boolean await(Duration timeout) throws InterruptedException {
        return await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }
}
