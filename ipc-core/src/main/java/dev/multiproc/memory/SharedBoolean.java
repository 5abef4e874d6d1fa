package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@code boolean} that processes share, with the methods of {@link AtomicBoolean}. Python's {@code
 * Value(ctypes.c_bool, b)}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same value. <b>Blocking</b>: never; use a {@code SharedEvent} to wait for a
 * change. <b>Death</b>: each method is one atomic step, so a process that is killed during it leaves either the old or
 * the new value. <b>Memory</b>: as the method of the same name of {@link AtomicBoolean}; between processes this applies
 * to accesses to shared memory.
 *
 * <p>Every method that reads or writes the value throws {@link IllegalStateException} if the session is closed. {@code equals}
 * compares identity.
 */
public interface SharedBoolean {
    /**
     * The value's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the value: its name is free at once, and its place among the session's objects too; it can no longer be found.
     * Processes that have it, including this one, can go on using it, except for its {@link #lock()}, which is deleted with
     * it.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * The lock for operations of several steps on this value. Python's {@code get_lock()}. It is created on first use
     * and is the same for all processes. It only excludes threads that take it too; the methods of the value do not
     * take it.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    SharedLock lock();

    /**
     * Reads the value with the effect of a volatile read.
     *
     * @return the value
     */
    boolean get();

    /**
     * Writes the value with the effect of a volatile write.
     *
     * @param value the new value
     */
    void set(boolean value);

    /**
     * Reads the value like a non-volatile field: without ordering, and possibly not from memory each time.
     *
     * @return the value
     */
    boolean getPlain();

    /**
     * Writes the value like a non-volatile field: without ordering, and other threads may see it late.
     *
     * @param value the new value
     */
    void setPlain(boolean value);

    /**
     * Reads the value with acquire ordering: later reads and writes of this thread are not moved before it.
     *
     * @return the value
     */
    boolean getAcquire();

    /**
     * Writes the value with release ordering: earlier reads and writes of this thread are not moved after it.
     *
     * @param value the new value
     */
    void setRelease(boolean value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param value the new value
     */
    default void lazySet(boolean value) {
        setRelease(value);
    }

    /**
     * Sets the value and returns the old one.
     *
     * @param value the new value
     * @return the old value
     */
    boolean getAndSet(boolean value);

    /**
     * Sets the value if it has the expected value.
     *
     * @param expected the expected value
     * @param value the new value
     * @return true if the new value was written; false if the value was a different one
     */
    default boolean compareAndSet(boolean expected, boolean value) {
        return compareAndExchange(expected, value) == expected;
    }

    /**
     * Sets the value if it has the expected value.
     *
     * @param expected the expected value
     * @param value the new value
     * @return the old value; it equals the expected one if the new value was written
     */
    boolean compareAndExchange(boolean expected, boolean value);
}
