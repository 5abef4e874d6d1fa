package dev.multiproc.memory;

import java.nio.IntBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * An {@code int[]} that processes share: Python's {@code multiprocessing.Array('i', n)} with the methods of {@link
 * AtomicIntegerArray}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same array. <b>Blocking</b>: never. <b>Death</b>: each method for one
 * element is one atomic step, so a process that is killed during it leaves either the old or the new value. Of a range
 * it may have written a part. <b>Memory</b>: as the method of the same name of {@link AtomicIntegerArray}; between
 * processes this applies to accesses to shared memory.
 *
 * <p>Every method with an index throws {@link IndexOutOfBoundsException} if the index, or a part of the range, is
 * outside the array. Every method except {@link #close} throws {@link IllegalStateException} if the array is closed in
 * this process or the session is closed.
 */
public interface SharedIntArray extends SharedArray {
    /**
     * Reads an element with the effect of a volatile read.
     *
     * @param index the index, from 0
     * @return its value
     */
    int get(int index);

    /**
     * Writes an element with the effect of a volatile write.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void set(int index, int value);

    /**
     * Reads an element like one of a Java array: without ordering, and possibly not from memory each time. Python's
     * {@code RawArray}; see also {@link #buffer()}.
     *
     * @param index the index, from 0
     * @return its value
     */
    int getPlain(int index);

    /**
     * Writes an element like one of a Java array: without ordering, and other threads may see it late. Python's {@code
     * RawArray}; see also {@link #buffer()}.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void setPlain(int index, int value);

    /**
     * Reads an element with acquire ordering: later reads and writes of this thread are not moved before it.
     *
     * @param index the index, from 0
     * @return its value
     */
    int getAcquire(int index);

    /**
     * Writes an element with release ordering: earlier reads and writes of this thread are not moved after it.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void setRelease(int index, int value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    default void lazySet(int index, int value) {
        setRelease(index, value);
    }

    /**
     * Sets an element and returns its old value.
     *
     * @param index the index, from 0
     * @param value its new value
     * @return its old value
     */
    int getAndSet(int index, int value);

    /**
     * Sets an element if it has the expected value.
     *
     * @param index the index, from 0
     * @param expected the expected value
     * @param value its new value
     * @return true if the new value was written; false if the element had a different one
     */
    default boolean compareAndSet(int index, int expected, int value) {
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
    int compareAndExchange(int index, int expected, int value);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index the index, from 0
     * @param delta what to add
     * @return its old value
     */
    int getAndAdd(int index, int delta);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index the index, from 0
     * @param delta what to add
     * @return its new value
     */
    default int addAndGet(int index, int delta) {
        return getAndAdd(index, delta) + delta;
    }

    /**
     * Adds one to an element.
     *
     * @param index the index, from 0
     * @return its old value
     */
    default int getAndIncrement(int index) {
        return getAndAdd(index, 1);
    }

    /**
     * Adds one to an element.
     *
     * @param index the index, from 0
     * @return its new value
     */
    default int incrementAndGet(int index) {
        return addAndGet(index, 1);
    }

    /**
     * Subtracts one from an element.
     *
     * @param index the index, from 0
     * @return its old value
     */
    default int getAndDecrement(int index) {
        return getAndAdd(index, -1);
    }

    /**
     * Subtracts one from an element.
     *
     * @param index the index, from 0
     * @return its new value
     */
    default int decrementAndGet(int index) {
        return addAndGet(index, -1);
    }

    /**
     * Replaces an element by the result of a function of it.
     *
     * @param index the index, from 0
     * @param update a function without side effects, since it is called again if the element changes meanwhile
     * @return its old value
     */
    default int getAndUpdate(int index, IntUnaryOperator update) {
        int seen = get(index);
        while (true) {
            int witness = compareAndExchange(index, seen, update.applyAsInt(seen));
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
    default int updateAndGet(int index, IntUnaryOperator update) {
        int seen = get(index);
        while (true) {
            int next = update.applyAsInt(seen);
            int witness = compareAndExchange(index, seen, next);
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
    default int getAndAccumulate(int index, int other, IntBinaryOperator accumulate) {
        return getAndUpdate(index, value -> accumulate.applyAsInt(value, other));
    }

    /**
     * Replaces an element by the result of a function of it and another value.
     *
     * @param index the index, from 0
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the element changes meanwhile
     * @return its new value
     */
    default int accumulateAndGet(int index, int other, IntBinaryOperator accumulate) {
        return updateAndGet(index, value -> accumulate.applyAsInt(value, other));
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
    void get(int index, int[] target, int offset, int count);

    /**
     * Reads as many elements as the target has.
     *
     * @param index the first element to read
     * @param target the array to copy to
     */
    default void get(int index, int[] target) {
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
    void set(int index, int[] source, int offset, int count);

    /**
     * Writes as many elements as the source has.
     *
     * @param index the first element to write
     * @param source the array to copy from
     */
    default void set(int index, int[] source) {
        set(index, source, 0, source.length);
    }

    /**
     * Copies all elements. Python's {@code sharedctypes.copy}.
     *
     * @return a new Java array
     */
    default int[] toArray() {
        return toArray(0, length());
    }

    /**
     * Copies a range.
     *
     * @param from the index of the first element
     * @param to the index after the last element
     * @return a new Java array
     */
    int[] toArray(int from, int to);

    /**
     * Returns the elements as a buffer, for bulk operations and for algorithms that take one. Access is like that to a
     * Java array: without ordering and without atomic updates. It has native byte order. It stays valid when the array
     * or the session is closed.
     *
     * @return a new view with its own position and limit
     */
    IntBuffer buffer();

    /**
     * The elements in order, each read as by {@link #get} when the stream reaches it.
     *
     * @return a new stream
     */
    default IntStream stream() {
        return IntStream.range(0, length()).map(this::get);
    }
}
