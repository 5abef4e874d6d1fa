package dev.multiproc.sync;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A place where a number of threads of any processes wait for each other: Python's {@code multiprocessing.Barrier} with the
 * contract of {@link java.util.concurrent.CyclicBarrier}.
 *
 * <p>All go on or none: when one of those who wait is interrupted, runs out of time, or dies, the barrier breaks, and all get
 * {@link BrokenBarrierException} until it is {@link #reset()}. The last who comes runs the action, if there is one, before the
 * others go on; an exception of the action goes to it, and breaks the barrier for the others.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of up to 96 processes at a time. It can be captured by a
 * task and put into a queue, and arrives as the same barrier. <b>Blocking</b>: waiting uses no processor. <b>Death</b>: when a
 * process dies of which a thread waits, or runs the action, the barrier breaks within 100 ms. <b>Memory</b>: actions before a
 * wait happen-before the barrier's action, and that happens-before actions after the wait, in another process too as far as
 * shared memory goes.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed.
 */
public interface SharedBarrier {
    /**
     * The barrier's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * Waits until all have come.
     *
     * @return in which place this thread came: {@code getParties() - 1} the first, 0 the last. (Python counts the other way.)
     * @throws InterruptedException if interrupted before or while waiting; the barrier is broken then
     * @throws BrokenBarrierException if the barrier is broken, or breaks or is reset while waiting
     * @throws dev.multiproc.MultiprocessingException if threads of too many processes wait
     */
    int await() throws InterruptedException, BrokenBarrierException;

    /**
     * Waits until all have come, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return in which place this thread came: {@code getParties() - 1} the first, 0 the last
     * @throws InterruptedException if interrupted before or while waiting; the barrier is broken then
     * @throws BrokenBarrierException if the barrier is broken, or breaks or is reset while waiting
     * @throws TimeoutException if the time is up first; the barrier is broken then
     * @throws dev.multiproc.MultiprocessingException if threads of too many processes wait
     */
    int await(long timeout, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException;

    /** Breaks the barrier: who waits, and who comes, gets {@link BrokenBarrierException}. As Python's {@code abort}. */
    void abort();

    /** Makes the barrier as new: who waits gets {@link BrokenBarrierException}, who comes waits for others again. */
    void reset();

    /**
     * Whether it is broken.
     *
     * @return true from when it broke until it is reset
     */
    boolean isBroken();

    /**
     * How many it waits for.
     *
     * @return the number it was made with
     */
    int getParties();

    /**
     * How many wait, as far as a look tells.
     *
     * @return 0 if it is broken
     */
    int getNumberWaiting();
}
