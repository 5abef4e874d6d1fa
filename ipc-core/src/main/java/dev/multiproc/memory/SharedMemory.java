package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.nio.ByteBuffer;

/**
 * A block of bytes that processes share: Python's {@code multiprocessing.shared_memory.SharedMemory}. What the bytes mean is its
 * users' agreement.
 *
 * <p>It lives until somebody deletes it, at most as long as its session; a process that ends takes nothing with it. (Python's
 * goes when a process ends that has only attached to it.)
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes; the bytes are plain memory, and who
 * writes them while others read needs a lock, or {@link
 * java.lang.invoke.MethodHandles#byteBufferViewVarHandle(Class, java.nio.ByteOrder) variable handles} for the buffer. It can be
 * captured by a task and put into a queue, and arrives as the same block. <b>Blocking</b>: never. <b>Death</b>: of what a
 * process that is killed was about to write a part may be there.
 */
public interface SharedMemory extends AutoCloseable {
    /**
     * The block's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * The block's lock, for work of several steps: Python's {@code get_lock()}. It is made when somebody first asks for it, and
     * is the same for all processes. It keeps out only those who take it too: the methods of the block do not.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    SharedLock lock();

    /**
     * How large it is, exactly as it was made.
     *
     * @return the number of bytes
     */
    long size();

    /**
     * Shows the block as a buffer in the machine's byte order. It stays good when this end or the session is closed, or the
     * block is deleted.
     *
     * @return a new view with a position, limits and byte order of its own
     * @throws IllegalStateException if this process's end or the session is closed
     */
    ByteBuffer buffer();

    /**
     * Closes this process's end of the block, for all its threads: they cannot use it any more, but can find it anew by its name
     * or in a queue. Other processes go on using it. A second call does nothing.
     *
     * <p>A buffer that was handed out stays good; the memory goes back to the system when the block is deleted, or the session
     * ends, and the garbage collectors find that nobody can reach it any more.
     */
    @Override
    void close();

    /**
     * Deletes the block: its name is free at once, and nobody finds it any more. Those who have it, this process too, go on using
     * it. As {@code unlink} of Python; also after {@link #close()}.
     *
     * @return false if it was deleted before, by whomever
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();
}
