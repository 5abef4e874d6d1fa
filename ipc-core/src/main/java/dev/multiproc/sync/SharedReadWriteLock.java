package dev.multiproc.sync;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * A lock that many may hold to read or one to write, between processes, with the contract of {@link
 * java.util.concurrent.locks.ReentrantReadWriteLock}. Python has none.
 *
 * <p>Both locks are reentrant; who holds the write lock may take the read lock too, and keep it. The other way round a thread
 * would wait for itself: that is an {@link IllegalMonitorStateException}. A writer that has come keeps further readers out
 * until it has had its turn, and readers that have waited for some milliseconds take turns with writers, so that nobody
 * starves. The read lock has no conditions.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes; up to 96 living processes can have used
 * the read lock. It can be captured by a task and put into a queue, and so can each of its locks, and arrives as the same.
 * <b>Blocking</b>: waiting uses no processor; interrupts are answered as {@link Lock} says. <b>Death</b>: what a process held
 * that died, or ended, is free again within 100 ms; the next writer learns of a writer's death by {@link
 * SharedLock#ownerDied()}, readers by {@link #writerDied()}. <b>Memory</b>: actions before an unlock of the write lock
 * happen-before actions after the next lock of either, in another process too as far as shared memory goes.
 */
public interface SharedReadWriteLock extends ReadWriteLock {
    /**
     * The lock's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

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
     * How many threads of all processes hold the read lock, as far as a look tells.
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
     * Whether the last process that held the write lock died, or ended, with it, and nobody has written since: what is read may
     * be half done.
     *
     * @return true from that death until the next writer has the lock
     */
    boolean writerDied();
}
