package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;

/**
 * What all arrays have in common that processes share: a name, a fixed length, and an end.
 *
 * <p>An array lives as long as its session, also when every process has closed its end.
 */
public interface SharedArray extends AutoCloseable {
    /**
     * The array's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * The array's lock, for work of several steps: Python's {@code get_lock()}. It is made when somebody first asks for it, and
     * is the same for all processes. It keeps out only those who take it too: the methods of the array do not.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    SharedLock lock();

    /**
     * How many elements it has, which never changes.
     *
     * @return the length, 0 or more
     * @throws IllegalStateException if this process's end or the session is closed
     */
    int length();

    /**
     * Closes this process's end of the array, for all its threads: they cannot use it any more, but can find it anew by its name
     * or in a queue. Other processes go on using it. A second call does nothing.
     *
     * <p>A buffer that was handed out stays good, also when the session is closed; the memory goes back to the system when the
     * garbage collector finds that nobody can reach it any more.
     */
    @Override
    void close();
}
