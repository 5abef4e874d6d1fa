package dev.multiproc.sync;

import java.time.Duration;

/**
 * Creates the objects with which processes of a session synchronize. {@link dev.multiproc.Multiprocessing} extends this
 * interface.
 *
 * <p>A task can capture each of these objects and a queue can carry it; the receiver gets the same object. Unrelated
 * processes find an object by its name: 1 to 80 bytes of UTF-8, without slashes, exclamation marks and control
 * characters. If an object with the name exists it is returned, and the other arguments have no effect. The generated
 * name of an object without a name holds an exclamation mark; such a name finds the object, and never creates one. An
 * object lives until it is deleted, or its session ends.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed, and {@link
 * dev.multiproc.MultiprocessingException} if the session already has its maximum of 1024 objects. Methods with a name
 * throw {@link IllegalArgumentException} if the name is not allowed, or belongs to an object of another kind, and {@link
 * java.util.NoSuchElementException} if it is a generated one that no object has.
 */
public interface Synchronizers {
    /**
     * Creates a lock. Python's {@code RLock}.
     *
     * @return a new lock, held by nobody
     */
    SharedLock lock();

    /**
     * Finds the lock with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @return the lock
     */
    SharedLock lock(String name);

    /**
     * Creates a semaphore without a bound. Python's {@code Semaphore}.
     *
     * @param permits how many are available at first
     * @return a new semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore semaphore(int permits);

    /**
     * Finds the semaphore with this name in the session, or creates it without a bound.
     *
     * @param name the name; see the description of this interface
     * @param permits how many are available at first, if it is created
     * @return the semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore semaphore(String name, int permits);

    /**
     * Creates a semaphore whose bound is its initial number of permits. Python's {@code BoundedSemaphore}.
     *
     * @param permits how many are available at first, and at most
     * @return a new semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore boundedSemaphore(int permits);

    /**
     * Finds the semaphore with this name in the session, or creates it with its initial number of permits as its bound.
     *
     * @param name the name; see the description of this interface
     * @param permits how many are available at first, and at most, if it is created
     * @return the semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore boundedSemaphore(String name, int permits);

    /**
     * Creates an event. Python's {@code Event}.
     *
     * @return a new event, not set
     */
    SharedEvent event();

    /**
     * Finds the event with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @return the event
     */
    SharedEvent event(String name);

    /**
     * Creates a latch.
     *
     * @param count how often it has to be counted down
     * @return a new latch
     * @throws IllegalArgumentException if the number is negative
     */
    SharedLatch latch(int count);

    /**
     * Finds the latch with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param count how often it has to be counted down, if it is created
     * @return the latch
     * @throws IllegalArgumentException if the number is negative
     */
    SharedLatch latch(String name, int count);

    /**
     * Creates a barrier. Python's {@code Barrier}.
     *
     * @param parties how many threads wait for each other: 1 to 65,535
     * @return a new barrier
     * @throws IllegalArgumentException if the number is out of range
     */
    SharedBarrier barrier(int parties);

    /**
     * Finds the barrier with this name in the session, or creates it without an action.
     *
     * @param name the name; see the description of this interface
     * @param parties how many threads wait for each other, if it is created: 1 to 65,535
     * @return the barrier
     * @throws IllegalArgumentException if the number is out of range
     */
    SharedBarrier barrier(String name, int parties);

    /**
     * Creates a barrier with an action. Python's {@code Barrier}.
     *
     * @param parties how many threads wait for each other: 1 to 65,535
     * @param action run by the last thread to arrive, before all go on
     * @return a new barrier
     * @throws IllegalArgumentException if the number is out of range, or the action cannot be serialized
     */
    SharedBarrier barrier(int parties, BarrierAction action);

    /**
     * Finds the barrier with this name in the session, or creates it with an action.
     *
     * @param name the name; see the description of this interface
     * @param parties how many threads wait for each other, if it is created: 1 to 65,535
     * @param action run by the last thread to arrive, before all go on, if the barrier is created
     * @return the barrier
     * @throws IllegalArgumentException if the number is out of range, or the action cannot be serialized
     */
    SharedBarrier barrier(String name, int parties, BarrierAction action);

    /**
     * Creates a barrier with a time limit for waits. Python's {@code
     * Barrier(parties, timeout=t)}.
     *
     * @param parties how many threads wait for each other: 1 to 65,535
     * @param timeLimit how long {@link SharedBarrier#await()} waits before it breaks the barrier; longer than zero
     * @return a new barrier
     * @throws IllegalArgumentException if the number or the limit is out of range
     */
    SharedBarrier barrier(int parties, Duration timeLimit);

    /**
     * Finds the barrier with this name in the session, or creates it with a time limit for waits.
     *
     * @param name the name; see the description of this interface
     * @param parties how many threads wait for each other, if it is created: 1 to 65,535
     * @param timeLimit how long {@link SharedBarrier#await()} waits before it breaks the barrier, if it is created; longer than zero
     * @return the barrier
     * @throws IllegalArgumentException if the number or the limit is out of range
     */
    SharedBarrier barrier(String name, int parties, Duration timeLimit);

    /**
     * Creates a barrier with an action and a time limit for waits. Python's {@code
     * Barrier(parties, action, timeout=t)}.
     *
     * @param parties how many threads wait for each other: 1 to 65,535
     * @param action run by the last thread to arrive, before all go on
     * @param timeLimit how long {@link SharedBarrier#await()} waits before it breaks the barrier; longer than zero
     * @return a new barrier
     * @throws IllegalArgumentException if the number or the limit is out of range, or the action cannot be serialized
     */
    SharedBarrier barrier(int parties, BarrierAction action, Duration timeLimit);

    /**
     * Finds the barrier with this name in the session, or creates it with an action and a time limit for waits.
     *
     * @param name the name; see the description of this interface
     * @param parties how many threads wait for each other, if it is created: 1 to 65,535
     * @param action run by the last thread to arrive, before all go on, if the barrier is created
     * @param timeLimit how long {@link SharedBarrier#await()} waits before it breaks the barrier, if it is created; longer than zero
     * @return the barrier
     * @throws IllegalArgumentException if the number or the limit is out of range, or the action cannot be serialized
     */
    SharedBarrier barrier(String name, int parties, BarrierAction action, Duration timeLimit);

    /**
     * Creates a read-write lock.
     *
     * @return a new lock, held by nobody
     */
    SharedReadWriteLock readWriteLock();

    /**
     * Finds the read-write lock with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @return the lock
     */
    SharedReadWriteLock readWriteLock(String name);
}
