package dev.multiproc.worker;

/**
 * Does something with the items of {@code multiproc run --consumer CLASS}. Each consumer process has one object of the class, made by
 * its public constructor without parameters.
 *
 * <pre>{@code
 * public final class Squares implements ItemConsumer<Integer> {
 *     public void accept(Integer number) {
 *         System.out.println(number * number);
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threads</b>: one thread calls all methods, with one item at a time.
 *
 * <p><b>Failure and death</b>: an item is finished when {@link #accept} returns. If it throws, the item goes back into the queue, for
 * any consumer, and after {@code --retries} deliveries to the dead letters; the process goes on. If the process dies, the item that
 * it had is given to another one. So an item may come twice, never not at all; {@link WorkerContext#deliveryCount()} tells.
 *
 * @param <T> the type of the items; {@code String} if they are lines, of standard input or of {@code --producer-cmd}
 */
public interface ItemConsumer<T> extends AutoCloseable {
    /**
     * Called once, before the first item.
     *
     * @param worker which consumer this is, and what it may ask
     * @throws Exception ends the process with exit code 1
     */
    default void start(WorkerContext worker) throws Exception {}

    /**
     * Does the work of one item.
     *
     * @param item never null
     * @throws Exception gives the item back
     */
    void accept(T item) throws Exception;

    /**
     * Called when no more items will come. Not called if the process is ended by a signal.
     *
     * @throws Exception ends the process with exit code 1
     */
    @Override
    default void close() throws Exception {}
}
