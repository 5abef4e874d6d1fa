package dev.multiproc.manager;

import java.util.concurrent.TimeUnit;

/**
 * A semaphore in a manager's process. Python's {@code Manager.Semaphore} and {@code BoundedSemaphore}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many; any process may release. <b>Death</b>: permits that a process has
 * acquired and that nobody has released are given back when it ends; {@link ManagerException} if the manager's process has ended.
 */
public interface ManagedSemaphore {
    /**
     * Takes a permit; waits for one if there is none.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    void acquire() throws InterruptedException;

    /**
     * Takes a permit if there is one.
     *
     * @return whether it was taken
     */
    boolean tryAcquire();

    /**
     * Takes a permit; waits for one up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit its unit
     * @return whether it was taken
     * @throws InterruptedException if interrupted while waiting
     */
    boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Gives a permit back.
     *
     * @throws IllegalStateException if the semaphore is bounded and has all its permits
     */
    void release();

    /**
     * How many permits there are now.
     *
     * @return 0 or more
     */
    int availablePermits();
}
