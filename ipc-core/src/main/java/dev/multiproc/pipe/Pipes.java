package dev.multiproc.pipe;

/**
 * Creates the pipes of a session. {@link dev.multiproc.Multiprocessing} extends this interface.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed, and {@link dev.multiproc.MultiprocessingException}
 * if the session already has its maximum of 1024 objects, or there is no room for a pipe's buffers.
 */
public interface Pipes {
    /**
     * Creates a pipe whose two ends both send and receive. Python's {@code Pipe()}.
     *
     * @return a new pipe, both ends of which this process has
     */
    default Pipe pipe() {
        return pipe(true);
    }

    /**
     * Creates a pipe. Python's {@code Pipe(duplex)}.
     *
     * @param isDuplex true if both ends send and receive; false if the first end only receives, and the second only sends
     * @return a new pipe, both ends of which this process has
     */
    Pipe pipe(boolean isDuplex);
}
