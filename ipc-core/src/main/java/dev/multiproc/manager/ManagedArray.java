package dev.multiproc.manager;

import java.util.List;

/**
 * An array of fixed length in a manager's process. Python's {@code Manager.Array}. For numbers, an array in shared memory ({@code
 * mp.intArray}) is much faster.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many; each call is one step. <b>Death</b>: {@link ManagerException} if the
 * manager's process has ended.
 *
 * @param <E> the type of the elements
 */
public interface ManagedArray<E> {
    /**
     * How many elements it has.
     *
     * @return 0 or more
     */
    int length();

    /**
     * An element.
     *
     * @param index from 0
     * @return a copy of it, or null
     * @throws IndexOutOfBoundsException if there is none
     */
    E get(int index);

    /**
     * Sets an element.
     *
     * @param index from 0
     * @param element the new one, or null
     * @throws IndexOutOfBoundsException if there is none
     */
    void set(int index, E element);

    /**
     * Changes an element by a function, which runs in the manager's process; no other call comes between.
     *
     * @param index from 0
     * @param change makes the new element from the old one
     * @return the new element
     * @throws IndexOutOfBoundsException if there is none
     */
    E update(int index, Shipped.Change<E> change);

    /**
     * Changes all elements as one step.
     *
     * @param change makes the new element from the old one
     */
    void updateAll(Shipped.Change<E> change);

    /**
     * All elements.
     *
     * @return a copy
     */
    List<E> toList();
}
