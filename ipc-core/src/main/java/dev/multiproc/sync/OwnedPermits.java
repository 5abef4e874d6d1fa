package dev.multiproc.sync;

/**
 * Permits of a {@link SharedSemaphore} that this process owns. They are released when this object is closed, or when
 * the process ends in any way.
 *
 * <p><b>Threads</b>: any thread of the process may close it, not only the one that acquired it. It cannot be sent to
 * another process.
 */
public interface OwnedPermits extends AutoCloseable {
    /**
     * How many permits these are.
     *
     * @return the number that was acquired
     */
    int permits();

    /**
     * Releases the permits. A second call does nothing.
     *
     * @throws IllegalStateException if the session is closed; closing the session has already released them
     */
    @Override
    void close();
}
