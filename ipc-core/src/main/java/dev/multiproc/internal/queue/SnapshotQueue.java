package dev.multiproc.internal.queue;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;

/**
 * A collection that other processes change: it is looked at in snapshots, and items leave it at the head only.
 *
 * @param <E> the type of the items
 */
abstract class SnapshotQueue<E> extends AbstractQueue<E> {
    /** A copy of the items that wait, in their order. */
    abstract List<E> snapshot();

    @Override
    public Iterator<E> iterator() {
        return snapshot().iterator();
    }

    /**
     * Of a snapshot: one that asked for the size and then for the items would find another number of them. The snapshot's own
     * says on newer JDKs that its source never changes; the queue does.
     */
    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliterator(snapshot(), Spliterator.ORDERED | Spliterator.NONNULL);
    }

    @Override
    public boolean remove(Object item) {
        throw new UnsupportedOperationException("an item can be taken from the head of a shared queue only");
    }

    @Override
    public boolean removeAll(Collection<?> items) {
        throw new UnsupportedOperationException("an item can be taken from the head of a shared queue only");
    }

    @Override
    public boolean retainAll(Collection<?> items) {
        throw new UnsupportedOperationException("an item can be taken from the head of a shared queue only");
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }
}
