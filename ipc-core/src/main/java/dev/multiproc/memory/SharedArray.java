package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;

/**
 * The common part of all shared arrays: a name, a fixed length, a lock, and closing.
 *
 * <p>An array lives until it is deleted, or until its session ends, even after every process has closed it.
 */
public interface SharedArray extends AutoCloseable {
    /**
     * The array's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the array: its name is free at once, and its place among the session's objects too; it can no longer be found.
     * Processes that have it, including this one, can go on using it, except for its {@link #lock()}, which is deleted with
     * it. Also works after {@link #close()}.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * The lock for operations of several steps on this array. Python's {@code get_lock()}. It is created on first use
     * and is the same for all processes. It only excludes threads that take it too; the methods of the array do not
     * take it.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    SharedLock lock();

    /**
     * The number of elements, which never changes.
     *
     * @return the length, 0 or more
     * @throws IllegalStateException if the array is closed in this process or the session is closed
     */
    int length();

    /**
     * Closes the array for all threads of this process: they can no longer use this object, but can get the array again
     * by its name or from a queue. Other processes are not affected. A second call does nothing.
     *
     * <p>A buffer obtained before stays valid, even when the session is closed. The memory is released when the garbage
     * collector finds that nothing refers to it.
     */
    @Override
    void close();
}
