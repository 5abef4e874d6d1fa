package dev.multiproc.sync;

/**
 * Permits of a {@link SharedSemaphore} that belong to this process: they come back when this is closed, or when the process ends
 * in any way.
 *
 * <p><b>Threads</b>: may be closed by another thread of the process than the one that acquired them. It stays in its process:
 * it cannot be sent to another.
 */
public interface OwnedPermits extends AutoCloseable {
    /**
     * How many they are.
     *
     * @return the number that was acquired
     */
    int permits();

    /**
     * Gives them back. A second call does nothing.
     *
     * @throws IllegalStateException if the session is closed: they have come back by then
     */
    @Override
    void close();
}
