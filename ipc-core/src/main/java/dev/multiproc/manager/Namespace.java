package dev.multiproc.manager;

import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Named values in a manager's process. Python's {@code Manager.Namespace}: {@code ns.x = 1} is {@code ns.set("x", 1)} here.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Death</b>: {@link ManagerException} if the manager's process has
 * ended.
 */
public interface Namespace {
    /**
     * A value.
     *
     * @param <T> its type, as the caller expects it
     * @param name its name
     * @return a copy of it, or null
     * @throws NoSuchElementException if there is none of that name
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // As in Python, a name has no type of its own.
    <T> T get(String name);

    /**
     * Sets a value.
     *
     * @param name its name
     * @param value the value, or null
     */
    void set(String name, Object value);

    /**
     * Whether there is a value.
     *
     * @param name its name
     * @return true if so, even if it is null
     */
    boolean has(String name);

    /**
     * Removes a value.
     *
     * @param name its name
     * @throws NoSuchElementException if there is none of that name
     */
    void remove(String name);

    /**
     * All values.
     *
     * @return a copy, sorted by name
     */
    Map<String, Object> toMap();
}
