package dev.multiproc.sync;

import dev.multiproc.ProcessInfo;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A reentrant lock between processes: Python's {@code multiprocessing.RLock} (and {@code Lock}) with the contract of {@link
 * java.util.concurrent.locks.ReentrantLock}.
 *
 * <p>Its owner is a thread of a process; no other thread can unlock it. (Python's {@code Lock} can be released by anybody: what
 * needs that is a {@link SharedSemaphore} of one permit.) A thread that holds it may lock it again, and has to unlock it as
 * often. A lock that is free goes to whoever asks, before those who sleep: that makes it fast. So that nobody starves, a
 * process that has been using it for some milliseconds leaves it to one that waits.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same lock. <b>Blocking</b>: waiting uses no processor; an interrupt ends {@link
 * #lockInterruptibly()} and the timed {@link #tryLock(long, TimeUnit)} at once, and shows after {@link #lock()}.
 * <b>Death</b>: a lock whose owner's process died, or ended, is free again within 100 ms, and its next owner can learn of it:
 * {@link #ownerDied()}. A thread that ends without unlocking, in a process that goes on, keeps it. <b>Memory</b>: actions
 * before an unlock happen-before actions after the next lock, in another process too as far as shared memory goes.
 */
public interface SharedLock extends Lock {
    /**
     * The lock's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * Takes the lock, waiting for it if need be. An interrupt does not end the wait; it is kept.
     *
     * @throws IllegalStateException if the session is closed
     */
    @Override
    void lock();

    /**
     * Takes the lock, waiting for it if need be.
     *
     * @throws InterruptedException if interrupted before or while waiting; the lock is not held then
     * @throws IllegalStateException if the session is closed
     */
    @Override
    void lockInterruptibly() throws InterruptedException;

    /**
     * Takes the lock if nobody else holds it, whoever waits.
     *
     * @return true if this thread holds it now
     * @throws IllegalStateException if the session is closed
     */
    @Override
    boolean tryLock();

    /**
     * Takes the lock unless the time is up first.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if this thread holds it now
     * @throws InterruptedException if interrupted before or while waiting; the lock is not held then
     * @throws IllegalStateException if the session is closed
     */
    @Override
    boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Gives back one hold; with the last one the lock is free.
     *
     * @throws IllegalMonitorStateException if this thread does not hold the lock
     * @throws IllegalStateException if the session is closed
     */
    @Override
    void unlock();

    /**
     * Whether the process that held the lock before this one died, or ended, with it: what the lock guards may be half done. As
     * {@code EOWNERDEAD} of a robust mutex, without the need to say that all is well again: unlocking says that. If this owner
     * dies too, the next is told in turn.
     *
     * @return true from when the lock was taken over until it is unlocked; {@code await} of a condition unlocks it
     * @throws IllegalMonitorStateException if this thread does not hold the lock
     */
    boolean ownerDied();

    /**
     * Whether any thread of any process holds the lock, as far as a look tells.
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
     * The process that holds the lock, as far as a look tells: for messages and inspection.
     *
     * @return empty if the lock is free
     */
    Optional<ProcessInfo> owner();

    /**
     * Makes a condition of this lock: Python's {@code Condition(lock)}.
     *
     * @return a new condition
     */
    @Override
    SharedCondition newCondition();

    /**
     * Finds the condition of that name in the session, or makes it as one of this lock.
     *
     * @param name 1 to 80 bytes of UTF-8, without slashes, exclamation marks and control characters
     * @return the condition
     * @throws IllegalArgumentException if the name is not allowed, or names something else than a condition of this lock
     */
    SharedCondition newCondition(String name);
}
