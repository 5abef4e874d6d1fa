package dev.multiproc.manager;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A barrier in a manager's process: {@link java.util.concurrent.CyclicBarrier} across processes. Python's {@code Manager.Barrier}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Death</b>: a process that is killed while it waits breaks the
 * barrier; {@link ManagerException} if the manager's process has ended.
 */
public interface ManagedBarrier {
    /**
     * Waits until as many as the barrier has parties wait.
     *
     * @return how many were still to come
     * @throws InterruptedException if interrupted while waiting; the barrier is broken then
     * @throws BrokenBarrierException if it is broken, or reset meanwhile
     */
    int await() throws InterruptedException, BrokenBarrierException;

    /**
     * Waits until as many as the barrier has parties wait, or the time is up.
     *
     * @param timeout how long to wait
     * @param unit its unit
     * @return how many were still to come
     * @throws InterruptedException if interrupted while waiting; the barrier is broken then
     * @throws BrokenBarrierException if it is broken, or reset meanwhile
     * @throws TimeoutException if the time is up; the barrier is broken then
     */
    int await(long timeout, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException;

    /** Breaks the barrier: all that wait, and all that come, get a {@link BrokenBarrierException} until it is reset. */
    void abort();

    /** Makes the barrier whole and empty again; all that wait get a {@link BrokenBarrierException}. */
    void reset();

    /**
     * Whether it is broken.
     *
     * @return true if so
     */
    boolean isBroken();

    /**
     * How many have to come.
     *
     * @return at least 1
     */
    int getParties();

    /**
     * How many wait now.
     *
     * @return 0 or more
     */
    int getNumberWaiting();
}
