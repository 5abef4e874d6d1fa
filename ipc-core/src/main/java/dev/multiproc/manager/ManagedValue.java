package dev.multiproc.manager;

/**
 * A value in a manager's process. Python's {@code Manager.Value}, with what makes it safe to change by many.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many; each call is one step. <b>Death</b>: {@link ManagerException} if the
 * manager's process has ended.
 *
 * @param <T> the type of the value
 */
public interface ManagedValue<T> {
    /**
     * The value.
     *
     * @return a copy of it, or null
     */
    T get();

    /**
     * Sets the value.
     *
     * @param value the new value, or null
     */
    void set(T value);

    /**
     * Sets the value.
     *
     * @param value the new value, or null
     * @return the old one
     */
    T getAndSet(T value);

    /**
     * Sets the value if it equals another.
     *
     * @param expected what it has to equal
     * @param value the new value
     * @return whether it was set
     */
    boolean compareAndSet(T expected, T value);

    /**
     * Changes the value by a function, which runs in the manager's process; no other call comes between.
     *
     * @param change makes the new value from the old one
     * @return the new value
     */
    T update(Shipped.Change<T> change);
}
