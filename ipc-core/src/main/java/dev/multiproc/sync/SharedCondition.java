package dev.multiproc.sync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * A condition of a {@link SharedLock}: Python's {@code multiprocessing.Condition} with the contract of {@link Condition}.
 *
 * <p>To wait gives back all holds of the lock, and takes them all again before it returns, however it returns. A signal wakes
 * one of those who wait at that moment, and is not kept for later ones; threads of one process are woken in their order, and
 * the processes in turn. A waiter can wake for no reason where processes die, so wait in a loop, or with a predicate.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes; it can be captured by a task and put
 * into a queue, and arrives as the same condition of the same lock. <b>Blocking</b>: waiting uses no processor; an interrupt
 * ends it as soon as the lock is free. <b>Death</b>: nobody waits for a dead waiter, and a signal that was given to one goes to
 * another. <b>Memory</b>: as the lock.
 *
 * <p>Every method throws {@link IllegalMonitorStateException} if the calling thread does not hold the lock. Threads of up to
 * 96 processes can wait for one condition at a time.
 */
public interface SharedCondition extends Condition {
    /**
     * The condition's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * The lock that it belongs to.
     *
     * @return the lock
     */
    SharedLock lock();

    /**
     * Waits until the predicate holds. As Python's {@code Condition.wait_for}.
     *
     * @param predicate evaluated under the lock: at once, and after each wake-up
     * @throws InterruptedException if interrupted while waiting
     */
    void waitFor(BooleanSupplier predicate) throws InterruptedException;

    /**
     * Waits until the predicate holds or the time is up. As Python's {@code Condition.wait_for}.
     *
     * @param predicate evaluated under the lock: at once, and after each wake-up
     * @param timeout how long to wait in all; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return what the predicate gave last
     * @throws InterruptedException if interrupted while waiting
     */
    boolean waitFor(BooleanSupplier predicate, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Wakes up to that many of those who wait. As Python's {@code Condition.notify(n)}.
     *
     * @param count how many
     * @throws IllegalArgumentException if the count is negative
     */
    void signal(int count);
}
