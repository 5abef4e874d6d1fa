package dev.multiproc.queue;

/**
 * Thrown by puts once a queue has been {@linkplain SharedQueue#shutdown() shut down}, and by takes once it is also
 * empty and no item that another process holds can come back, or its items are {@linkplain SharedQueue#shutdown(boolean)
 * dropped}. Python's {@code queue.ShutDown} (3.13).
 */
public class QueueShutdownException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Created by the library.
     *
     * @param message names the queue
     */
    public QueueShutdownException(String message) {
        super(message);
    }
}
