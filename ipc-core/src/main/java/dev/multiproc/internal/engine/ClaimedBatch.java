package dev.multiproc.internal.engine;

import java.util.List;

/**
 * Items that this process has claimed together. Used by one thread.
 *
 * @param <C> the engine's claims
 */
public interface ClaimedBatch<C extends Claimed> {
    /** The number of items that were claimed. */
    int size();

    /** Moves an item out of this batch into a claim of its own. */
    C part(int index);

    /** Moves all remaining items from {@code begin} on into claims of their own. */
    List<C> partsFrom(int begin);

    /** Frees what this process holds for the batch, and nothing else. */
    void release();
}
