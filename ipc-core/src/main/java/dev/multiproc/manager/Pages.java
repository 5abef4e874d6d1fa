package dev.multiproc.manager;

import java.util.AbstractMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * Goes over a managed collection as it was when this was made. Elements come in pages, so that a step is rarely a trip.
 *
 * <p><b>Threads</b>: used by one.
 *
 * @param <T> the type of the elements
 */
final class Pages<T> implements Iterator<T> {
    static final What<Object> ELEMENTS = new What<>(0);

    static final What<Object> KEYS = new What<>(1);
    static final What<Map.Entry<Object, Object>> ENTRIES = new What<>(2);

    private final boolean ofPairs;
    private List<Object> page;
    private RemoteObject rest;
    private int nextPage;
    private int next;
    private T last;
    private boolean mayRemove;
    private Consumer<? super T> remover;

    /**
     * What of a collection or map is asked for.
     *
     * @param <T> the type of what one gets
     * @param number of it
     */
    @SuppressWarnings("UnusedTypeParameter")
    record What<T>(int number) {}

    Pages(RemoteObject target, What<T> what) {
        ofPairs = what.number() == ENTRIES.number();
        show((Link.Page) target.callUnchecked(Wire.FIRST_PAGE, what.number()));
    }

    private void show(Link.Page shown) {
        page = shown.elements();
        rest = shown.rest();
        nextPage = shown.next();
        next = 0;
    }

    /** What takes an element out of the collection. */
    Pages<T> withRemoval(Consumer<? super T> remover) {
        this.remover = remover;
        return this;
    }

    @Override
    public boolean hasNext() {
        return next < page.size() || rest != null;
    }

    @Override
    @SuppressWarnings("unchecked") // The elements are of the type that the caller says.
    public T next() {
        if (next == page.size()) {
            if (rest == null) {
                throw new NoSuchElementException();
            }
            show((Link.Page) rest.callUnchecked(Wire.NEXT_PAGE, nextPage));
        }
        Object element = page.get(next++);
        if (ofPairs) {
            element = new AbstractMap.SimpleImmutableEntry<>(element, page.get(next++));
        }
        last = (T) element;
        mayRemove = true;
        return last;
    }

    @Override
    public void remove() {
        if (remover == null) {
            throw new UnsupportedOperationException("it goes over a copy of the list");
        }
        if (!mayRemove) {
            throw new IllegalStateException("there is no element to remove");
        }
        mayRemove = false;
        remover.accept(last);
    }
}
