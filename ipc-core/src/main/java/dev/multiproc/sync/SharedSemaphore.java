package dev.multiproc.sync;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits shared by processes: Python's {@code multiprocessing.Semaphore} and {@code BoundedSemaphore} with the
 * methods of {@link java.util.concurrent.Semaphore}.
 *
 * <p>A permit is a number, nobody's property: any thread of any process may release, whoever acquired. So the permits of a
 * process that dies are gone with it, unless it acquired them with {@link #acquireOwned}: those come back.
 *
 * <p>What is free goes to whoever asks, before those who sleep; a process that has been using the semaphore for some
 * milliseconds leaves what it releases to them. One who waits for several permits for long gets the next ones that come in,
 * before all others. A bounded semaphore refuses a release that would make more permits available than its bound.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same semaphore. <b>Blocking</b>: waiting uses no processor; an interrupt ends it at once,
 * and no permit is lost. <b>Death</b>: owned permits of a process that died, or ended, are available again within 100 ms.
 * <b>Memory</b>: actions before a release happen-before actions after an acquire that got its permit, in another process too
 * as far as shared memory goes.
 *
 * <p>Every method throws {@link IllegalArgumentException} if a number of permits is negative, or if more are acquired than the
 * bound allows, and {@link IllegalStateException} if the session is closed.
 */
public interface SharedSemaphore {
    /**
     * The semaphore's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * How many permits can be available at most.
     *
     * @return the bound; {@link Integer#MAX_VALUE} if it was made without one
     */
    int bound();

    /**
     * Acquires a permit, waiting for it if need be.
     *
     * @throws InterruptedException if interrupted before or while waiting; nothing is acquired then
     */
    default void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Acquires permits, all at once, waiting for them if need be.
     *
     * @param permits how many
     * @throws InterruptedException if interrupted before or while waiting; nothing is acquired then
     */
    void acquire(int permits) throws InterruptedException;

    /** Acquires a permit, waiting for it if need be. An interrupt does not end the wait; it is kept. */
    default void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    /**
     * Acquires permits, all at once, waiting for them if need be. An interrupt does not end the wait; it is kept.
     *
     * @param permits how many
     */
    void acquireUninterruptibly(int permits);

    /**
     * Acquires a permit if one is available now, whoever waits.
     *
     * @return true if it was acquired
     */
    default boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Acquires permits if so many are available now, whoever waits.
     *
     * @param permits how many
     * @return true if they were acquired, all of them
     */
    boolean tryAcquire(int permits);

    /**
     * Acquires a permit unless the time is up first.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if it was acquired
     * @throws InterruptedException if interrupted before or while waiting; nothing is acquired then
     */
    default boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, timeout, unit);
    }

    /**
     * Acquires permits, all at once, unless the time is up first.
     *
     * @param permits how many
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if they were acquired, all of them
     * @throws InterruptedException if interrupted before or while waiting; nothing is acquired then
     */
    boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Makes one permit more available.
     *
     * @throws IllegalStateException if there would be more available than the bound
     */
    default void release() {
        release(1);
    }

    /**
     * Makes permits available.
     *
     * @param permits how many
     * @throws IllegalStateException if there would be more available than the bound; none is released then
     */
    void release(int permits);

    /**
     * Acquires a permit for this process, waiting for it if need be: it comes back when the handle is closed, or when the
     * process ends in any way.
     *
     * @return the permit
     * @throws InterruptedException if interrupted before or while waiting; nothing is acquired then
     */
    default OwnedPermits acquireOwned() throws InterruptedException {
        return acquireOwned(1);
    }

    /**
     * Acquires permits for this process, all at once, waiting for them if need be: they come back when the handle is closed, or
     * when the process ends in any way. Up to 96 processes can own permits of one semaphore at a time, up to 16,777,215 each.
     *
     * @param permits how many
     * @return the permits
     * @throws InterruptedException if interrupted before or while waiting; nothing is acquired then
     * @throws dev.multiproc.MultiprocessingException if too many processes own permits of it
     */
    OwnedPermits acquireOwned(int permits) throws InterruptedException;

    /**
     * Acquires permits for this process, all at once, unless the time is up first; see {@link #acquireOwned(int)}.
     *
     * @param permits how many
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the permits; empty if the time was up first
     * @throws InterruptedException if interrupted before or while waiting; nothing is acquired then
     * @throws dev.multiproc.MultiprocessingException if too many processes own permits of it
     */
    Optional<OwnedPermits> tryAcquireOwned(int permits, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * How many permits are available, as far as a look tells.
     *
     * @return the number
     */
    int availablePermits();

    /**
     * Acquires all permits that are available, whoever waits.
     *
     * @return how many were acquired
     */
    int drainPermits();
}
