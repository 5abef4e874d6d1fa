package dev.multiproc;

/**
 * Thrown by the methods of a shared object, and by threads that wait for it, when some process has deleted it. The message says
 * which object.
 */
public class ObjectDeletedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Created by the library.
     *
     * @param message names the object
     */
    public ObjectDeletedException(String message) {
        super(message);
    }
}
