package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A small object that processes share, with the methods of {@link AtomicReference}. It corresponds to a {@code Value}
 * of a Python {@code Manager}.
 *
 * <p>Processes share the content of the value, not the object. The session's {@linkplain dev.multiproc.codec.Codec
 * codec} encodes it, as an item of a queue, and each {@link #get} returns a new object. Changing that object does not
 * change the shared value. The value may be null, and takes up to 64 KiB in encoded form.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same reference. <b>Blocking</b>: writers wait for one another for about as
 * long as copying the bytes takes. Readers do not wait, except for a writer after many failed attempts. <b>Death</b>: a
 * process that is killed during a write leaves either the old or the new value, never a mixture, and blocks nobody.
 * <b>Memory</b>: actions before a write happen-before actions after a read of the written value; between processes this
 * applies to accesses to shared memory.
 *
 * <p>Every method that reads or writes the value throws {@link IllegalStateException} if the session is closed. Methods
 * that write it throw {@link IllegalArgumentException} if the value cannot be encoded or is too large. Methods that
 * return it throw {@link dev.multiproc.codec.CodecException} if it cannot be decoded in this process. {@code equals}
 * compares identity.
 *
 * @param <T> the type of the value
 */
public interface SharedReference<T> {
    /**
     * The reference's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the reference: its name is free at once, and its place among the session's objects too; it can no longer be found.
     * Processes that have it, including this one, can go on using it, except for its {@link #lock()}, which is deleted with
     * it. (If a process is killed while it writes a deleted reference, calls of the others that write it get {@link
     * dev.multiproc.ObjectDeletedException}.)
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * The lock for operations of several steps on this reference. Python's {@code get_lock()}. It is created on first
     * use and is the same for all processes. It only excludes threads that take it too; the methods of the reference do
     * not take it.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    SharedLock lock();

    /**
     * Reads the value.
     *
     * @return a new object, or null
     */
    T get();

    /**
     * Writes the value.
     *
     * @param value the new value; may be null
     */
    void set(T value);

    /**
     * Writes the value.
     *
     * @param value the new value; may be null
     * @return the old value
     */
    T getAndSet(T value);

    /**
     * Writes the value if the current value has the same encoding as the expected one. (Equal sets or maps may have
     * different encodings, if their orders differ.)
     *
     * @param expected the expected value; may be null
     * @param value the new value; may be null
     * @return true if the new value was written; false if the value was a different one
     */
    boolean compareAndSet(T expected, T value);

    /**
     * Replaces the value by the result of a function of it.
     *
     * @param update a function without side effects, since it is called again if the value changes meanwhile
     * @return the old value
     */
    T getAndUpdate(UnaryOperator<T> update);

    /**
     * Replaces the value by the result of a function of it.
     *
     * @param update a function without side effects, since it is called again if the value changes meanwhile
     * @return the new value
     */
    T updateAndGet(UnaryOperator<T> update);

    /**
     * Replaces the value by the result of a function of it and another value.
     *
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the value changes meanwhile
     * @return the old value
     */
    default T getAndAccumulate(T other, BinaryOperator<T> accumulate) {
        return getAndUpdate(value -> accumulate.apply(value, other));
    }

    /**
     * Replaces the value by the result of a function of it and another value.
     *
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the value changes meanwhile
     * @return the new value
     */
    default T accumulateAndGet(T other, BinaryOperator<T> accumulate) {
        return updateAndGet(value -> accumulate.apply(value, other));
    }
}
