package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.nio.ByteBuffer;

/**
 * A block of bytes that processes share: Python's {@code multiprocessing.shared_memory.SharedMemory}. Its users agree
 * on what the bytes mean.
 *
 * <p>The block lives until it is deleted, or until its session ends. The end of a process does not affect it. (In
 * Python, the block is removed when a process ends that has only attached to it.)
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. The bytes are plain memory:
 * writing while others read needs a lock, or {@link java.lang.invoke.MethodHandles#byteBufferViewVarHandle(Class,
 * java.nio.ByteOrder) variable handles} for the buffer. A task can capture the block and a queue can carry it; the
 * receiver gets the same block. <b>Blocking</b>: never. <b>Death</b>: a process that is killed while it writes may
 * leave a part of its data.
 */
public interface SharedMemory extends AutoCloseable {
    /**
     * The block's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * The lock for operations of several steps on this block. Python's {@code get_lock()}. It is created on first use
     * and is the same for all processes. It only excludes threads that take it too; the methods of the block do not
     * take it.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    SharedLock lock();

    /**
     * The size of the block, exactly as requested when it was created. Python's {@code size}.
     *
     * @return the number of bytes
     */
    long size();

    /**
     * Returns the block as a buffer in native byte order. The buffer stays valid when the block or the session is
     * closed, or the block is deleted. Python's {@code buf}.
     *
     * @return a new view with its own position, limit and byte order
     * @throws IllegalStateException if the block is closed in this process or the session is closed
     */
    ByteBuffer buffer();

    /**
     * Closes the block for all threads of this process: they can no longer use this object, but can get the block again
     * by its name or from a queue. Other processes are not affected. A second call does nothing. Python's {@code
     * close}.
     *
     * <p>A buffer obtained before stays valid. The memory is released when the block is deleted or the session ends,
     * and the garbage collectors of all processes find that nothing refers to it.
     */
    @Override
    void close();

    /**
     * Deletes the block: its name is free at once, and the block can no longer be found. Processes that have it,
     * including this one, can go on using it. Also works after {@link #close()}. Python's {@code unlink}.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();
}
