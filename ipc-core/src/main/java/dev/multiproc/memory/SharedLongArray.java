package dev.multiproc.memory;

import java.nio.LongBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A {@code long[]} that processes share: Python's {@code multiprocessing.Array('q', n)} with the methods of {@link
 * AtomicLongArray}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same array. <b>Blocking</b>: never. <b>Death</b>: each method that is about one element is one
 * step, so that a process that is killed in the midst of it leaves the old value or the new one; of a range it may have written
 * a part. <b>Memory</b>: as the method of the same name of {@link AtomicLongArray}, in another process too as far as shared
 * memory goes.
 *
 * <p>Every method with an index throws {@link IndexOutOfBoundsException} if the index, or a part of the range, is outside of the
 * array; every method but {@link #close} throws {@link IllegalStateException} if this process's end or the session is closed.
 */
public interface SharedLongArray extends SharedArray {
    /**
     * Reads an element, as a volatile field is read.
     *
     * @param index which, from 0
     * @return its value
     */
    long get(int index);

    /**
     * Writes an element, as a volatile field is written.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void set(int index, long value);

    /**
     * Reads an element as one of an array of the heap is read: without order, and perhaps not anew each time. As {@code RawArray}
     * of Python; see also {@link #buffer()}.
     *
     * @param index which, from 0
     * @return its value
     */
    long getPlain(int index);

    /**
     * Writes an element as one of an array of the heap is written: without order, and others may see it late. As {@code
     * RawArray} of Python; see also {@link #buffer()}.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void setPlain(int index, long value);

    /**
     * Reads an element; nothing that stands behind is done before.
     *
     * @param index which, from 0
     * @return its value
     */
    long getAcquire(int index);

    /**
     * Writes an element; all that stands before is done before.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void setRelease(int index, long value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param index which, from 0
     * @param value its new value
     */
    default void lazySet(int index, long value) {
        setRelease(index, value);
    }

    /**
     * Writes an element.
     *
     * @param index which, from 0
     * @param value its new value
     * @return its old value
     */
    long getAndSet(int index, long value);

    /**
     * Writes an element if it has the expected value.
     *
     * @param index which, from 0
     * @param expected what its value has to be
     * @param value its new value
     * @return false if it had another; nothing is written then
     */
    default boolean compareAndSet(int index, long expected, long value) {
        return compareAndExchange(index, expected, value) == expected;
    }

    /**
     * Writes an element if it has the expected value.
     *
     * @param index which, from 0
     * @param expected what its value has to be
     * @param value its new value
     * @return its old value, which is the expected one if the new one was written
     */
    long compareAndExchange(int index, long expected, long value);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index which, from 0
     * @param delta what to add
     * @return its old value
     */
    long getAndAdd(int index, long delta);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index which, from 0
     * @param delta what to add
     * @return its new value
     */
    default long addAndGet(int index, long delta) {
        return getAndAdd(index, delta) + delta;
    }

    /**
     * Adds one to an element.
     *
     * @param index which, from 0
     * @return its old value
     */
    default long getAndIncrement(int index) {
        return getAndAdd(index, 1);
    }

    /**
     * Adds one to an element.
     *
     * @param index which, from 0
     * @return its new value
     */
    default long incrementAndGet(int index) {
        return addAndGet(index, 1);
    }

    /**
     * Takes one away from an element.
     *
     * @param index which, from 0
     * @return its old value
     */
    default long getAndDecrement(int index) {
        return getAndAdd(index, -1);
    }

    /**
     * Takes one away from an element.
     *
     * @param index which, from 0
     * @return its new value
     */
    default long decrementAndGet(int index) {
        return addAndGet(index, -1);
    }

    /**
     * Replaces an element by what a function makes of it.
     *
     * @param index which, from 0
     * @param update has no side effects: it is called again if another changes the element meanwhile
     * @return its old value
     */
    default long getAndUpdate(int index, LongUnaryOperator update) {
        long seen = get(index);
        while (true) {
            long witness = compareAndExchange(index, seen, update.applyAsLong(seen));
            if (witness == seen) {
                return seen;
            }
            seen = witness;
        }
    }

    /**
     * Replaces an element by what a function makes of it.
     *
     * @param index which, from 0
     * @param update has no side effects: it is called again if another changes the element meanwhile
     * @return its new value
     */
    default long updateAndGet(int index, LongUnaryOperator update) {
        long seen = get(index);
        while (true) {
            long next = update.applyAsLong(seen);
            long witness = compareAndExchange(index, seen, next);
            if (witness == seen) {
                return next;
            }
            seen = witness;
        }
    }

    /**
     * Replaces an element by what a function makes of it and another value.
     *
     * @param index which, from 0
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the element meanwhile
     * @return its old value
     */
    default long getAndAccumulate(int index, long other, LongBinaryOperator accumulate) {
        return getAndUpdate(index, value -> accumulate.applyAsLong(value, other));
    }

    /**
     * Replaces an element by what a function makes of it and another value.
     *
     * @param index which, from 0
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the element meanwhile
     * @return its new value
     */
    default long accumulateAndGet(int index, long other, LongBinaryOperator accumulate) {
        return updateAndGet(index, value -> accumulate.applyAsLong(value, other));
    }

    /**
     * Reads a range. Each element is read whole, with the effect of {@link #getAcquire}; others may write meanwhile.
     *
     * @param index the first element to read
     * @param target where they go
     * @param offset where the first one goes
     * @param count how many
     */
    void get(int index, long[] target, int offset, int count);

    /**
     * Reads as many elements as the target has.
     *
     * @param index the first element to read
     * @param target where they go
     */
    default void get(int index, long[] target) {
        get(index, target, 0, target.length);
    }

    /**
     * Writes a range. Each element is written whole, with the effect of {@link #setRelease}; others may see a part of it.
     *
     * @param index the first element to write
     * @param source where they come from
     * @param offset where the first one comes from
     * @param count how many
     */
    void set(int index, long[] source, int offset, int count);

    /**
     * Writes as many elements as the source has.
     *
     * @param index the first element to write
     * @param source where they come from
     */
    default void set(int index, long[] source) {
        set(index, source, 0, source.length);
    }

    /**
     * Copies all elements. As {@code sharedctypes.copy} of Python.
     *
     * @return a new array of the heap
     */
    default long[] toArray() {
        return toArray(0, length());
    }

    /**
     * Copies a range.
     *
     * @param from the first element
     * @param to the element behind the last one
     * @return a new array of the heap
     */
    long[] toArray(int from, int to);

    /**
     * Shows the elements as a buffer, for bulk work and for algorithms that take one. It is as plain as an array of the heap:
     * without order and without atomic updates. Its byte order is the machine's. It stays good when this end, or the session, is
     * closed.
     *
     * @return a new view with a position and limits of its own
     */
    LongBuffer buffer();

    /**
     * The elements one after the other, each as {@link #get} reads it when the stream comes to it.
     *
     * @return a new stream
     */
    default LongStream stream() {
        return IntStream.range(0, length()).mapToLong(this::get);
    }
}
