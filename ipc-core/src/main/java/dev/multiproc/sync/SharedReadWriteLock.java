package dev.multiproc.sync;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * A lock between processes that either many threads hold for reading or one thread holds for writing, with the contract
 * of {@link java.util.concurrent.locks.ReentrantReadWriteLock}. Python has none.
 *
 * <p>Both locks are reentrant. A thread that holds the write lock may also take the read lock, and keep it. A thread
 * that holds the read lock cannot take the write lock: it would wait for itself and gets an {@link
 * IllegalMonitorStateException}. A waiting writer keeps new readers out until it has had its turn; readers that have
 * waited for some milliseconds take turns with writers. So no thread starves. The read lock has no conditions.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes; at most 96 living processes can
 * have used the read lock. A task can capture the read-write lock or either of its locks, and a queue can carry them;
 * the receiver gets the same ones. <b>Blocking</b>: waiting uses no processor time; interrupts are handled as {@link
 * Lock} says. <b>Death</b>: if a process dies or ends, what it held is free again within 100 ms. The next writer can
 * find out that a writer died with {@link SharedLock#ownerDied()}, readers with {@link #writerDied()}. <b>Memory</b>:
 * actions before an unlock of the write lock happen-before actions after the next lock of either lock; between
 * processes this applies to accesses to shared memory.
 */
public interface SharedReadWriteLock extends ReadWriteLock {
    /**
     * The lock's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the lock, with the conditions of its write lock for all processes: its name is free at once, and its place among the session's objects too. Threads that wait for it
     * get {@link dev.multiproc.ObjectDeletedException}, and so does every later call, except that what is held can be unlocked.
     * In other processes that takes up to 100 ms.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * The lock for reading.
     *
     * @return always the same object in a process; its {@code newCondition} throws {@link UnsupportedOperationException}
     */
    @Override
    Lock readLock();

    /**
     * The lock for writing.
     *
     * @return always the same object in a process
     */
    @Override
    SharedLock writeLock();

    /**
     * How many threads of all processes hold the read lock; a racy check.
     *
     * @return the number
     */
    int getReadLockCount();

    /**
     * How often the calling thread holds the read lock.
     *
     * @return the number of holds, 0 if it does not hold it
     */
    int getReadHoldCount();

    /**
     * Whether the last process that held the write lock died or ended while it held it, and no thread has written
     * since, so that what is read may be half changed.
     *
     * @return true from that death until the next writer has the lock
     */
    boolean writerDied();
}
