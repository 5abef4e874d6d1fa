package dev.multiproc.manager;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list in a manager's process. Each call is one step that no other client can come between, also {@code addAll}, {@code sort} and
 * {@code replaceAll}. Iteration, {@code stream}, {@code toArray} and {@code subList} give the list as it was at that moment; what
 * they give cannot change the list.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Blocking</b>: each call is a trip to the manager's process, except
 * for an iterator's steps within a page. <b>Death</b>: {@link ManagerException} if that process has ended.
 *
 * @param <E> the type of the elements
 */
public interface ManagedList<E> extends List<E> {
    /**
     * {@link List#removeIf} with a test that can be sent.
     *
     * @param test says which elements go
     * @return whether any went
     */
    default boolean removeIf(Shipped.Test<? super E> test) {
        return removeIf((Predicate<? super E>) test);
    }

    /**
     * {@link List#replaceAll} with a function that can be sent.
     *
     * @param change makes the new element from the old one
     */
    default void replaceAll(Shipped.Change<E> change) {
        replaceAll((UnaryOperator<E>) change);
    }

    /**
     * {@link List#sort} with an order that can be sent.
     *
     * @param order the order; null for the natural one
     */
    default void sort(Shipped.Order<? super E> order) {
        sort((Comparator<? super E>) order);
    }
}
