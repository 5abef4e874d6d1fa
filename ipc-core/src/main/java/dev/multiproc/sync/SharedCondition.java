package dev.multiproc.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * A condition of a {@link SharedLock}: Python's {@code multiprocessing.Condition} with the contract of {@link Condition}.
 *
 * <p>Waiting releases all holds of the lock, and takes them all again before it returns, however it returns. A signal
 * wakes one of the threads that wait at that moment; it is not kept for later ones. Threads of one process are woken in
 * order of arrival, and the processes take turns. When processes die, a thread may wake without a signal, so wait in a
 * loop or with a predicate.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same condition of the same lock. <b>Blocking</b>: waiting uses no processor
 * time; an interrupt ends it as soon as the lock is free. <b>Death</b>: a dead waiter blocks nobody, and a signal that
 * it got goes to another thread. <b>Memory</b>: as for the lock.
 *
 * <p>Every method throws {@link IllegalMonitorStateException} if the calling thread does not hold the lock. Threads of
 * up to 96 processes can wait for one condition at a time.
 */
public interface SharedCondition extends Condition {
    /**
     * The condition's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the condition for all processes: its name is free at once, and its place among the session's objects too. Threads that wait for it
     * take the lock again and get {@link dev.multiproc.ObjectDeletedException}; so does every later call.
     * In other processes that takes up to 100 ms.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * The lock that this condition belongs to.
     *
     * @return the lock
     */
    SharedLock lock();

    /**
     * Waits until the predicate is true. Python's {@code Condition.wait_for}.
     *
     * @param predicate evaluated under the lock: at once, and after each wake-up
     * @throws InterruptedException if interrupted while waiting
     */
    void waitFor(BooleanSupplier predicate) throws InterruptedException;

    /**
     * Waits until the predicate is true or the time is up. Python's {@code Condition.wait_for(predicate, timeout)}.
     *
     * @param predicate evaluated under the lock: at once, and after each wake-up
     * @param timeout how long to wait in all; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the last result of the predicate
     * @throws InterruptedException if interrupted while waiting
     */
    boolean waitFor(BooleanSupplier predicate, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Waits until the predicate is true or the time is up. Python's {@code Condition.wait_for(predicate, timeout)}.
     *
     * @param predicate evaluated under the lock: at once, and after each wake-up
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return the last result of the predicate
     * @throws InterruptedException if interrupted while waiting
     */
    default boolean waitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
        return waitFor(predicate, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for a signal, up to a time. Python's {@code Condition.wait(timeout)}.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return false if the time was up first
     * @throws InterruptedException if interrupted while waiting
     */
    @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
    default boolean await(Duration timeout) throws InterruptedException {
        return await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Wakes up to {@code count} waiting threads. Python's {@code Condition.notify(n)}.
     *
     * @param count how many threads to wake
     * @throws IllegalArgumentException if the count is negative
     */
    void signal(int count);
}
