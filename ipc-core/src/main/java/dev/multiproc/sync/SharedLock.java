package dev.multiproc.sync;

import dev.multiproc.ProcessInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A reentrant lock between processes: Python's {@code multiprocessing.RLock} (and {@code Lock}) with the contract of {@link
 * java.util.concurrent.locks.ReentrantLock}.
 *
 * <p>The owner is a thread of a process; no other thread can unlock the lock. (Python's {@code Lock} can be released by
 * any thread; use a {@link SharedSemaphore} of one permit for that.) A thread that holds the lock may lock it again,
 * and must unlock it as often. A free lock goes to whichever thread asks first, ahead of sleeping ones, which makes it
 * fast. So that no thread starves, a process that has used the lock for some milliseconds leaves it to a waiting one.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same lock. <b>Blocking</b>: waiting uses no processor time. An interrupt
 * ends {@link #lockInterruptibly()} and the timed {@link #tryLock(long, TimeUnit)} at once; {@link #lock()} keeps it
 * for later. <b>Death</b>: if the owner's process dies or ends, the lock is free again within 100 ms, and the next
 * owner can find out with {@link #ownerDied()}. If only the thread ends without unlocking, the lock stays held.
 * <b>Memory</b>: actions before an unlock happen-before actions after the next lock; between processes this applies to
 * accesses to shared memory.
 */
public interface SharedLock extends Lock {
    /**
     * The lock's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the lock, with its conditions for all processes: its name is free at once, and its place among the session's objects too. Threads that wait for it
     * get {@link dev.multiproc.ObjectDeletedException}, and so does every later call, except that its owner can unlock it. The write lock of a read-write lock is
     * deleted with the whole.
     * In other processes that takes up to 100 ms.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * Takes the lock, waiting for it if needed. An interrupt does not end the wait; it is kept for later. Python's
     * {@code acquire}.
     *
     * @throws IllegalStateException if the session is closed
     */
    @Override
    void lock();

    /**
     * Takes the lock, waiting for it if needed. An interrupt ends the wait.
     *
     * @throws InterruptedException if interrupted before or while waiting; the lock is then not held
     * @throws IllegalStateException if the session is closed
     */
    @Override
    void lockInterruptibly() throws InterruptedException;

    /**
     * Takes the lock if no other thread holds it, ahead of waiting threads. Does not wait. Python's {@code
     * acquire(block=False)}.
     *
     * @return true if this thread holds it now
     * @throws IllegalStateException if the session is closed
     */
    @Override
    boolean tryLock();

    /**
     * Takes the lock, waiting up to a time. Python's {@code acquire(timeout=t)}.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if this thread holds it now
     * @throws InterruptedException if interrupted before or while waiting; the lock is then not held
     * @throws IllegalStateException if the session is closed
     */
    @Override
    boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Takes the lock, waiting up to a time. Python's {@code acquire(timeout=t)}.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return true if this thread holds it now
     * @throws InterruptedException if interrupted before or while waiting; the lock is then not held
     * @throws IllegalStateException if the session is closed
     */
    default boolean tryLock(Duration timeout) throws InterruptedException {
        return tryLock(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Releases one hold; when the last one is released, the lock is free. Python's {@code release}.
     *
     * @throws IllegalMonitorStateException if this thread does not hold the lock
     * @throws IllegalStateException if the session is closed
     */
    @Override
    void unlock();

    /**
     * Whether the previous owner's process died or ended while it held the lock, so that the guarded data may be half
     * changed. It corresponds to {@code EOWNERDEAD} of a robust mutex, except that no call is needed to mark the data
     * as consistent: unlocking does that. If this owner dies too, the next one is told again.
     *
     * @return true from when the lock was taken over until it is unlocked; waiting for a condition unlocks it
     * @throws IllegalMonitorStateException if this thread does not hold the lock
     */
    boolean ownerDied();

    /**
     * Whether any thread of any process holds the lock; a racy check. Python's {@code Lock.locked} (3.14).
     *
     * @return true if it is held
     */
    boolean isLocked();

    /**
     * Whether the calling thread holds the lock.
     *
     * @return true if it does
     */
    boolean isHeldByCurrentThread();

    /**
     * How often the calling thread holds the lock.
     *
     * @return the number of holds, 0 if it does not hold it
     */
    int getHoldCount();

    /**
     * The process that holds the lock; a racy check, for messages and inspection.
     *
     * @return empty if the lock is free
     */
    Optional<ProcessInfo> owner();

    /**
     * Creates a condition of this lock. Python's {@code Condition(lock)}.
     *
     * @return a new condition
     */
    @Override
    SharedCondition newCondition();

    /**
     * Finds the condition with this name in the session, or creates it for this lock.
     *
     * @param name 1 to 80 bytes of UTF-8, without slashes, exclamation marks and control characters
     * @return the condition
     * @throws IllegalArgumentException if the name is not allowed, or does not belong to a condition of this lock
     */
    SharedCondition newCondition(String name);
}
