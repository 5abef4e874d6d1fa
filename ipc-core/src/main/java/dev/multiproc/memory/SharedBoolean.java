package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@code boolean} that processes share, with the methods of {@link AtomicBoolean}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same value. <b>Blocking</b>: never; to wait for a change is what {@code SharedEvent} is for.
 * <b>Death</b>: each method is one step, so that a process that is killed in the midst of it leaves the old value or the new
 * one. <b>Memory</b>: as the method of the same name of {@link AtomicBoolean}, in another process too as far as shared memory
 * goes.
 *
 * <p>Every method that reads or writes the value throws {@link IllegalStateException} if the session is closed. Equality is
 * identity.
 */
public interface SharedBoolean {
    /**
     * The value's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * The value's lock, for work of several steps: Python's {@code get_lock()}. It is made when somebody first asks for it, and
     * is the same for all processes. It keeps out only those who take it too: the methods of the value do not.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    SharedLock lock();

    /**
     * Reads the value, as a volatile field is read.
     *
     * @return the value
     */
    boolean get();

    /**
     * Writes the value, as a volatile field is written.
     *
     * @param value the new value
     */
    void set(boolean value);

    /**
     * Reads the value as a field is read that is not volatile: without order, and perhaps not anew each time.
     *
     * @return the value
     */
    boolean getPlain();

    /**
     * Writes the value as a field is written that is not volatile: without order, and others may see it late.
     *
     * @param value the new value
     */
    void setPlain(boolean value);

    /**
     * Reads the value; nothing that stands behind is done before.
     *
     * @return the value
     */
    boolean getAcquire();

    /**
     * Writes the value; all that stands before is done before.
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
     * Writes the value.
     *
     * @param value the new value
     * @return the old value
     */
    boolean getAndSet(boolean value);

    /**
     * Writes the value if it is the expected one.
     *
     * @param expected what the value has to be
     * @param value the new value
     * @return false if it was another; nothing is written then
     */
    default boolean compareAndSet(boolean expected, boolean value) {
        return compareAndExchange(expected, value) == expected;
    }

    /**
     * Writes the value if it is the expected one.
     *
     * @param expected what the value has to be
     * @param value the new value
     * @return the old value, which is the expected one if the new one was written
     */
    boolean compareAndExchange(boolean expected, boolean value);
}
