package dev.multiproc.sync;

import java.util.concurrent.TimeUnit;

/**
 * A count that processes bring down to zero, once: {@link java.util.concurrent.CountDownLatch} between processes.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same latch. <b>Blocking</b>: waiting uses no processor; an interrupt ends it at once.
 * <b>Death</b>: a process that died inside {@code countDown} has counted and woken who waits, or has not counted; one that
 * died before never will. <b>Memory</b>: actions before a count down happen-before actions after a wait that it ended, in
 * another process too as far as shared memory goes.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed.
 */
public interface SharedLatch {
    /**
     * The latch's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /** Counts one down; wakes all who wait when that makes zero. Does nothing at zero. */
    void countDown();

    /**
     * How far it still is from zero.
     *
     * @return the count, as far as a look tells
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
}
