package dev.multiproc.manager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The array itself. */
final class ArrayObject<E> implements ManagedArray<E> {
    /** Guarded by this. */
    private final Object[] elements;

    ArrayObject(int length) {
        elements = new Object[length];
    }

    @Override
    public int length() {
        return elements.length;
    }

    @Override
    @SuppressWarnings("unchecked") // Only elements of the type are put in.
    public synchronized E get(int index) {
        return (E) elements[index];
    }

    @Override
    public synchronized void set(int index, E element) {
        elements[index] = element;
    }

    @Override
    public synchronized E update(int index, Shipped.Change<E> change) {
        E changed = change.apply(get(index));
        elements[index] = changed;
        return changed;
    }

    @Override
    public synchronized void updateAll(Shipped.Change<E> change) {
        Object[] changed = new Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            changed[i] = change.apply(get(i));
        }
        System.arraycopy(changed, 0, elements, 0, changed.length);
    }

    @Override
    @SuppressWarnings("unchecked") // Only elements of the type are put in.
    public synchronized List<E> toList() {
        return new ArrayList<>((List<E>) Arrays.asList(elements));
    }

    @Override
    public synchronized String toString() {
        return Arrays.toString(elements);
    }
}
