package dev.multiproc.sync;

/**
 * Makes what processes of a session keep in step with: part of {@link dev.multiproc.Multiprocessing}.
 *
 * <p>Each can be captured by a task, put into a queue and sent on to a child's child, and arrives as the same object. Processes
 * that are no relatives meet by a name: 1 to 80 bytes of UTF-8, without slashes, exclamation marks and control characters. An
 * object that exists under the name is found, and keeps what it was made with. All live as long as the session.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed, and {@link
 * dev.multiproc.MultiprocessingException} if the session's 1024 objects are used up; those with a name throw {@link
 * IllegalArgumentException} if the name is not allowed, or names something of another kind.
 */
public interface Synchronizers {
    /**
     * Makes a lock. As Python's {@code RLock}.
     *
     * @return a new lock, held by nobody
     */
    SharedLock lock();

    /**
     * Finds the lock of that name in the session, or makes it.
     *
     * @param name see above
     * @return the lock
     */
    SharedLock lock(String name);

    /**
     * Makes a semaphore without a bound. As Python's {@code Semaphore}.
     *
     * @param permits how many are available at first
     * @return a new semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore semaphore(int permits);

    /**
     * Finds the semaphore of that name in the session, or makes it without a bound.
     *
     * @param name see above
     * @param permits how many are available at first, if it is not there
     * @return the semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore semaphore(String name, int permits);

    /**
     * Makes a semaphore that never has more permits available than at first. As Python's {@code BoundedSemaphore}.
     *
     * @param permits how many are available at first, and at most
     * @return a new semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore boundedSemaphore(int permits);

    /**
     * Finds the semaphore of that name in the session, or makes it as one that never has more permits available than at first.
     *
     * @param name see above
     * @param permits how many are available at first, and at most, if it is not there
     * @return the semaphore
     * @throws IllegalArgumentException if the number is negative
     */
    SharedSemaphore boundedSemaphore(String name, int permits);
}
