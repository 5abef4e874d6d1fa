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
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same array. <b>Blocking</b>: never. <b>Death</b>: each method for one
 * element is one atomic step, so a process that is killed during it leaves either the old or the new value. Of a range
 * it may have written a part. <b>Memory</b>: as the method of the same name of {@link AtomicLongArray}; between
 * processes this applies to accesses to shared memory.
 *
 * <p>Every method with an index throws {@link IndexOutOfBoundsException} if the index, or a part of the range, is
 * outside the array. Every method except {@link #close} throws {@link IllegalStateException} if the array is closed in
 * this process or the session is closed.
 */
public interface SharedLongArray extends SharedArray {
    /**
     * Reads an element with the effect of a volatile read.
     *
     * @param index the index, from 0
     * @return its value
     */
    long get(int index);

    /**
     * Writes an element with the effect of a volatile write.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void set(int index, long value);

    /**
     * Reads an element like one of a Java array: without ordering, and possibly not from memory each time. Python's
     * {@code RawArray}; see also {@link #buffer()}.
     *
     * @param index the index, from 0
     * @return its value
     */
    long getPlain(int index);

    /**
     * Writes an element like one of a Java array: without ordering, and other threads may see it late. Python's {@code
     * RawArray}; see also {@link #buffer()}.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void setPlain(int index, long value);

    /**
     * Reads an element with acquire ordering: later reads and writes of this thread are not moved before it.
     *
     * @param index the index, from 0
     * @return its value
     */
    long getAcquire(int index);

    /**
     * Writes an element with release ordering: earlier reads and writes of this thread are not moved after it.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void setRelease(int index, long value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    default void lazySet(int index, long value) {
        setRelease(index, value);
    }

    /**
     * Sets an element and returns its old value.
     *
     * @param index the index, from 0
     * @param value its new value
     * @return its old value
     */
    long getAndSet(int index, long value);

    /**
     * Sets an element if it has the expected value.
     *
     * @param index the index, from 0
     * @param expected the expected value
     * @param value its new value
     * @return true if the new value was written; false if the element had a different one
     */
    default boolean compareAndSet(int index, long expected, long value) {
        return compareAndExchange(index, expected, value) == expected;
    }

    /**
     * Sets an element if it has the expected value.
     *
     * @param index the index, from 0
     * @param expected the expected value
     * @param value its new value
     * @return its old value; it equals the expected one if the new value was written
     */
    long compareAndExchange(int index, long expected, long value);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index the index, from 0
     * @param delta what to add
     * @return its old value
     */
    long getAndAdd(int index, long delta);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index the index, from 0
     * @param delta what to add
     * @return its new value
     */
    default long addAndGet(int index, long delta) {
        return getAndAdd(index, delta) + delta;
    }

    /**
     * Adds one to an element.
     *
     * @param index the index, from 0
     * @return its old value
     */
    default long getAndIncrement(int index) {
        return getAndAdd(index, 1);
    }

    /**
     * Adds one to an element.
     *
     * @param index the index, from 0
     * @return its new value
     */
    default long incrementAndGet(int index) {
        return addAndGet(index, 1);
    }

    /**
     * Subtracts one from an element.
     *
     * @param index the index, from 0
     * @return its old value
     */
    default long getAndDecrement(int index) {
        return getAndAdd(index, -1);
    }

    /**
     * Subtracts one from an element.
     *
     * @param index the index, from 0
     * @return its new value
     */
    default long decrementAndGet(int index) {
        return addAndGet(index, -1);
    }

    /**
     * Replaces an element by the result of a function of it.
     *
     * @param index the index, from 0
     * @param update a function without side effects, since it is called again if the element changes meanwhile
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
     * Replaces an element by the result of a function of it.
     *
     * @param index the index, from 0
     * @param update a function without side effects, since it is called again if the element changes meanwhile
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
     * Replaces an element by the result of a function of it and another value.
     *
     * @param index the index, from 0
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the element changes meanwhile
     * @return its old value
     */
    default long getAndAccumulate(int index, long other, LongBinaryOperator accumulate) {
        return getAndUpdate(index, value -> accumulate.applyAsLong(value, other));
    }

    /**
     * Replaces an element by the result of a function of it and another value.
     *
     * @param index the index, from 0
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the element changes meanwhile
     * @return its new value
     */
    default long accumulateAndGet(int index, long other, LongBinaryOperator accumulate) {
        return updateAndGet(index, value -> accumulate.applyAsLong(value, other));
    }

    /**
     * Reads a range. Each element is read atomically with the effect of {@link #getAcquire}, but other threads may
     * write between two elements.
     *
     * @param index the first element to read
     * @param target the array to copy to
     * @param offset the index of the first element in the target
     * @param count how many elements
     */
    void get(int index, long[] target, int offset, int count);

    /**
     * Reads as many elements as the target has.
     *
     * @param index the first element to read
     * @param target the array to copy to
     */
    default void get(int index, long[] target) {
        get(index, target, 0, target.length);
    }

    /**
     * Writes a range. Each element is written atomically with the effect of {@link #setRelease}, but other threads may
     * see a part of the range.
     *
     * @param index the first element to write
     * @param source the array to copy from
     * @param offset the index of the first element in the source
     * @param count how many elements
     */
    void set(int index, long[] source, int offset, int count);

    /**
     * Writes as many elements as the source has.
     *
     * @param index the first element to write
     * @param source the array to copy from
     */
    default void set(int index, long[] source) {
        set(index, source, 0, source.length);
    }

    /**
     * Copies all elements. Python's {@code sharedctypes.copy}.
     *
     * @return a new Java array
     */
    default long[] toArray() {
        return toArray(0, length());
    }

    /**
     * Copies a range.
     *
     * @param from the index of the first element
     * @param to the index after the last element
     * @return a new Java array
     */
    long[] toArray(int from, int to);

    /**
     * Returns the elements as a buffer, for bulk operations and for algorithms that take one. Access is like that to a
     * Java array: without ordering and without atomic updates. It has native byte order. It stays valid when the array
     * or the session is closed.
     *
     * @return a new view with its own position and limit
     */
    LongBuffer buffer();

    /**
     * The elements in order, each read as by {@link #get} when the stream reaches it.
     *
     * @return a new stream
     */
    default LongStream stream() {
        return IntStream.range(0, length()).mapToLong(this::get);
    }
}
