package dev.multiproc.sync;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A semaphore, a number of permits that processes share: Python's {@code multiprocessing.Semaphore} and {@code
 * BoundedSemaphore} with the methods of {@link java.util.concurrent.Semaphore}.
 *
 * <p>Permits have no owner: any thread of any process may release, whichever thread acquired. So if a process dies, the
 * permits it acquired are lost, unless it acquired them with {@link #acquireOwned}: those are released.
 *
 * <p>Free permits go to whichever thread asks first, ahead of sleeping ones. A process that has used the semaphore for
 * some milliseconds leaves the permits it releases to sleeping threads. A thread that has waited long for several
 * permits gets the next released ones before all others. A bounded semaphore rejects a release that would make more
 * permits available than its bound.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same semaphore. <b>Blocking</b>: waiting uses no processor time; an
 * interrupt ends it at once, and no permit is lost. <b>Death</b>: if a process dies or ends, the permits it owned are
 * available again within 100 ms. <b>Memory</b>: actions before a release happen-before actions after an acquire that
 * got its permit; between processes this applies to accesses to shared memory.
 *
 * <p>Every method throws {@link IllegalArgumentException} if a number of permits is negative, or if more are acquired than the
 * bound allows, and {@link IllegalStateException} if the session is closed.
 */
public interface SharedSemaphore {
    /**
     * The semaphore's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the semaphore for all processes: its name is free at once, and its place among the session's objects too. Threads that wait for it
     * get {@link dev.multiproc.ObjectDeletedException}, and so does every later call, except that owned permits can be closed.
     * In other processes that takes up to 100 ms.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * The largest number of permits that can be available.
     *
     * @return the bound; {@link Integer#MAX_VALUE} if it was created without one
     */
    int bound();

    /**
     * Acquires a permit, waiting for it if needed. Python's {@code acquire}.
     *
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     */
    default void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Acquires permits, all at once, waiting for them if needed.
     *
     * @param permits how many
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     */
    void acquire(int permits) throws InterruptedException;

    /** Acquires a permit, waiting for it if needed. An interrupt does not end the wait; it is kept for later. */
    default void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    /**
     * Acquires permits, all at once, waiting for them if needed. An interrupt does not end the wait; it is kept for
     * later.
     *
     * @param permits how many
     */
    void acquireUninterruptibly(int permits);

    /**
     * Acquires a permit if one is available now, ahead of waiting threads. Python's {@code acquire(block=False)}.
     *
     * @return true if it was acquired
     */
    default boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Acquires permits if that many are available now, ahead of waiting threads.
     *
     * @param permits how many
     * @return true if all of them were acquired
     */
    boolean tryAcquire(int permits);

    /**
     * Acquires a permit, waiting up to a time. Python's {@code acquire(timeout=t)}.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if it was acquired
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     */
    default boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, timeout, unit);
    }

    /**
     * Acquires permits, all at once, waiting up to a time.
     *
     * @param permits how many
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if all of them were acquired
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     */
    boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Acquires a permit, waiting up to a time. Python's {@code acquire(timeout=t)}.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return true if it was acquired
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     */
    default boolean tryAcquire(Duration timeout) throws InterruptedException {
        return tryAcquire(1, timeout);
    }

    /**
     * Acquires permits, all at once, waiting up to a time.
     *
     * @param permits how many
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return true if all of them were acquired
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     */
    default boolean tryAcquire(int permits, Duration timeout) throws InterruptedException {
        return tryAcquire(permits, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Releases one permit. Python's {@code release}.
     *
     * @throws IllegalStateException if more permits would be available than the bound
     */
    default void release() {
        release(1);
    }

    /**
     * Releases permits.
     *
     * @param permits how many
     * @throws IllegalStateException if more permits would be available than the bound; then none is released
     */
    void release(int permits);

    /**
     * Acquires a permit that this process owns, waiting for it if needed. It is released when the returned object is
     * closed, or when the process ends in any way.
     *
     * @return the permit
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     */
    default OwnedPermits acquireOwned() throws InterruptedException {
        return acquireOwned(1);
    }

    /**
     * Acquires permits that this process owns, all at once, waiting for them if needed. They are released when the
     * returned object is closed, or when the process ends in any way. Up to 96 processes can own permits of one
     * semaphore at a time, up to 16,777,215 each.
     *
     * @param permits how many
     * @return the permits
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     * @throws dev.multiproc.MultiprocessingException if more than 96 processes would own permits
     */
    OwnedPermits acquireOwned(int permits) throws InterruptedException;

    /**
     * Acquires permits that this process owns, all at once, waiting up to a time; see {@link #acquireOwned(int)}.
     *
     * @param permits how many
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the permits; empty if the time was up first
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     * @throws dev.multiproc.MultiprocessingException if more than 96 processes would own permits
     */
    Optional<OwnedPermits> tryAcquireOwned(int permits, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Acquires permits that this process owns, all at once, waiting up to a time; see {@link #acquireOwned(int)}.
     *
     * @param permits how many
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return the permits; empty if the time was up first
     * @throws InterruptedException if interrupted before or while waiting; then nothing is acquired
     * @throws dev.multiproc.MultiprocessingException if more than 96 processes would own permits
     */
    default Optional<OwnedPermits> tryAcquireOwned(int permits, Duration timeout) throws InterruptedException {
        return tryAcquireOwned(permits, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * How many permits are available; a racy check. Python's {@code get_value}.
     *
     * @return the number
     */
    int availablePermits();

    /**
     * Acquires all permits that are available, ahead of waiting threads.
     *
     * @return how many were acquired
     */
    int drainPermits();
}
