package dev.multiproc.worker;

/**
 * Makes the items of {@code multiproc run --producer CLASS}. Each producer process has one object of the class, made by its public
 * constructor without parameters.
 *
 * <pre>{@code
 * public final class Numbers implements ItemProducer<Integer> {
 *     private int next;
 *
 *     public Integer next() {
 *         return next < 100 ? next++ : null;
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threads</b>: one thread calls all methods. {@code --items}, {@code --duration} and {@code --rate} hold for any producer: the
 * process asks for the next item when it is due.
 *
 * <p><b>Death</b>: an exception ends the process with exit code 1, and {@code --restart on-failure} starts it again, with a new
 * object; {@link WorkerContext#itemsBefore()} then says how far it had come.
 *
 * @param <T> the type of the items: one that the session's codec takes, such as a serializable one
 */
public interface ItemProducer<T> extends AutoCloseable {
    /**
     * Called once, before the first item.
     *
     * @param worker which producer this is, and what it may ask
     * @throws Exception ends the process with exit code 1
     */
    default void start(WorkerContext worker) throws Exception {}

    /**
     * Makes the next item. May block; it is interrupted if the process is asked to end.
     *
     * @return null if there are no more
     * @throws Exception ends the process with exit code 1
     */
    T next() throws Exception;

    /**
     * Called after the last item, also after an exception.
     *
     * @throws Exception ends the process with exit code 1
     */
    @Override
    default void close() throws Exception {}
}
