package dev.multiproc;

/**
 * Thrown by {@link Multiprocessing#createOnly()} when the name is in use. Python's {@code FileExistsError} of {@code
 * SharedMemory(name, create=True)}.
 */
public class ObjectExistsException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Created by the library.
     *
     * @param message says the name, and what has it
     */
    public ObjectExistsException(String message) {
        super(message);
    }
}
