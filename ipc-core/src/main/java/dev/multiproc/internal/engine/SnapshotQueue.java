package dev.multiproc.internal.engine;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;

/**
 * The collection methods of a queue that other processes change: iteration works on snapshots, and items leave at the
 * head only.
 *
 * @param <E> the type of the items
 */
abstract class SnapshotQueue<E> extends AbstractQueue<E> {
    /** A copy of the waiting items, in order. */
    abstract List<E> snapshot();

    @Override
    public Iterator<E> iterator() {
        return snapshot().iterator();
    }

    /**
     * Uses a snapshot: asking first for the size and then for the items could give two different numbers. The list's
     * own spliterator would, on newer JDKs, report that its source never changes, which is not true of a queue.
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
