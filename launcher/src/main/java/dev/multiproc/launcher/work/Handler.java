package dev.multiproc.launcher.work;

import dev.multiproc.worker.WorkerContext;

/** Does the work of the items of one consumer. One thread calls all methods. */
public interface Handler extends AutoCloseable {
    /** Called once, before the first item. */
    default void start(WorkerContext worker) throws Exception {}

    /**
     * Takes an item, and calls {@link Delivered#done} or {@link Delivered#failed} now, or before {@link #close} has returned. If it
     * throws, the item has failed.
     */
    void accept(Delivered item) throws Exception;

    /**
     * Called every now and then while no item comes.
     *
     * @throws CommandEndedException if it can take no more
     */
    default void check() throws CommandEndedException, InterruptedException {}

    /** Called when no more items will come, or this consumer can take no more. */
    @Override
    default void close() throws Exception {}
}
