package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A small object that processes share, with the methods of {@link AtomicReference}.
 *
 * <p>Processes share what it is, not the object: it is written through the session's {@linkplain dev.multiproc.codec.Codec
 * codec}, as an item of a queue, and each {@link #get} reads a new one, which is the reader's own. To change that one changes
 * nothing here. It may be null, and takes up to 64 KiB as the codec writes it.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same reference. <b>Blocking</b>: writers wait for one another for about as long as it takes
 * to copy the bytes, and readers for nobody, or for a writer if they have often tried in vain. <b>Death</b>: one that is killed
 * in the midst of a write leaves the old value or the new one, never a mixture; nobody waits for it. <b>Memory</b>: actions
 * before a write happen-before actions after a read of what it wrote, in another process too as far as shared memory goes.
 *
 * <p>Every method that reads or writes the value throws {@link IllegalStateException} if the session is closed; those that
 * write one throw {@link IllegalArgumentException} if it cannot be encoded or takes too much, and those that give one throw
 * {@link dev.multiproc.codec.CodecException} if it cannot be decoded here. Equality is identity.
 *
 * @param <T> the type of the value
 */
public interface SharedReference<T> {
    /**
     * The reference's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * The reference's lock, for work of several steps: Python's {@code get_lock()}. It is made when somebody first asks for it, and
     * is the same for all processes. It keeps out only those who take it too: the methods of the reference do not.
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
     * Writes the value if it is the expected one: if the codec writes both with the same bytes. (It may write equal sets or maps
     * with different bytes, if their orders differ.)
     *
     * @param expected what the value has to be; may be null
     * @param value the new value; may be null
     * @return false if it was another; nothing is written then
     */
    boolean compareAndSet(T expected, T value);

    /**
     * Replaces the value by what a function makes of it.
     *
     * @param update has no side effects: it is called again if another writes the value meanwhile
     * @return the old value
     */
    T getAndUpdate(UnaryOperator<T> update);

    /**
     * Replaces the value by what a function makes of it.
     *
     * @param update has no side effects: it is called again if another writes the value meanwhile
     * @return the new value
     */
    T updateAndGet(UnaryOperator<T> update);

    /**
     * Replaces the value by what a function makes of it and another.
     *
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another writes the value meanwhile
     * @return the old value
     */
    default T getAndAccumulate(T other, BinaryOperator<T> accumulate) {
        return getAndUpdate(value -> accumulate.apply(value, other));
    }

    /**
     * Replaces the value by what a function makes of it and another.
     *
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another writes the value meanwhile
     * @return the new value
     */
    default T accumulateAndGet(T other, BinaryOperator<T> accumulate) {
        return updateAndGet(value -> accumulate.apply(value, other));
    }
}
