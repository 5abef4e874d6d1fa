package dev.multiproc.memory;

import java.nio.DoubleBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A {@code double[]} that processes share: Python's {@code multiprocessing.Array('d', n)} with those methods of {@link
 * AtomicLongArray} that suit it. Values are compared by their bits: 0.0 does not equal -0.0, and a NaN equals itself.
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
public interface SharedDoubleArray extends SharedArray {
    /**
     * Reads an element with the effect of a volatile read.
     *
     * @param index the index, from 0
     * @return its value
     */
    double get(int index);

    /**
     * Writes an element with the effect of a volatile write.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void set(int index, double value);

    /**
     * Reads an element like one of a Java array: without ordering, and possibly not from memory each time. Python's
     * {@code RawArray}; see also {@link #buffer()}.
     *
     * @param index the index, from 0
     * @return its value
     */
    double getPlain(int index);

    /**
     * Writes an element like one of a Java array: without ordering, and other threads may see it late. Python's {@code
     * RawArray}; see also {@link #buffer()}.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void setPlain(int index, double value);

    /**
     * Reads an element with acquire ordering: later reads and writes of this thread are not moved before it.
     *
     * @param index the index, from 0
     * @return its value
     */
    double getAcquire(int index);

    /**
     * Writes an element with release ordering: earlier reads and writes of this thread are not moved after it.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    void setRelease(int index, double value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param index the index, from 0
     * @param value its new value
     */
    default void lazySet(int index, double value) {
        setRelease(index, value);
    }

    /**
     * Sets an element and returns its old value.
     *
     * @param index the index, from 0
     * @param value its new value
     * @return its old value
     */
    double getAndSet(int index, double value);

    /**
     * Sets an element if it has the expected value.
     *
     * @param index the index, from 0
     * @param expected the expected value
     * @param value its new value
     * @return true if the new value was written; false if the element had a different one
     */
    default boolean compareAndSet(int index, double expected, double value) {
        return Double.doubleToRawLongBits(compareAndExchange(index, expected, value))
                == Double.doubleToRawLongBits(expected);
    }

    /**
     * Sets an element if it has the expected value.
     *
     * @param index the index, from 0
     * @param expected the expected value
     * @param value its new value
     * @return its old value; it equals the expected one if the new value was written
     */
    double compareAndExchange(int index, double expected, double value);

    /**
     * Adds to an element.
     *
     * @param index the index, from 0
     * @param delta what to add
     * @return its old value
     */
    default double getAndAdd(int index, double delta) {
        return getAndUpdate(index, value -> value + delta);
    }

    /**
     * Adds to an element.
     *
     * @param index the index, from 0
     * @param delta what to add
     * @return its new value
     */
    default double addAndGet(int index, double delta) {
        return getAndAdd(index, delta) + delta;
    }

    /**
     * Replaces an element by the result of a function of it.
     *
     * @param index the index, from 0
     * @param update a function without side effects, since it is called again if the element changes meanwhile
     * @return its old value
     */
    default double getAndUpdate(int index, DoubleUnaryOperator update) {
        double seen = get(index);
        while (true) {
            double witness = compareAndExchange(index, seen, update.applyAsDouble(seen));
            if (Double.doubleToRawLongBits(witness) == Double.doubleToRawLongBits(seen)) {
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
    default double updateAndGet(int index, DoubleUnaryOperator update) {
        double seen = get(index);
        while (true) {
            double next = update.applyAsDouble(seen);
            double witness = compareAndExchange(index, seen, next);
            if (Double.doubleToRawLongBits(witness) == Double.doubleToRawLongBits(seen)) {
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
    default double getAndAccumulate(int index, double other, DoubleBinaryOperator accumulate) {
        return getAndUpdate(index, value -> accumulate.applyAsDouble(value, other));
    }

    /**
     * Replaces an element by the result of a function of it and another value.
     *
     * @param index the index, from 0
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the element changes meanwhile
     * @return its new value
     */
    default double accumulateAndGet(int index, double other, DoubleBinaryOperator accumulate) {
        return updateAndGet(index, value -> accumulate.applyAsDouble(value, other));
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
    void get(int index, double[] target, int offset, int count);

    /**
     * Reads as many elements as the target has.
     *
     * @param index the first element to read
     * @param target the array to copy to
     */
    default void get(int index, double[] target) {
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
    void set(int index, double[] source, int offset, int count);

    /**
     * Writes as many elements as the source has.
     *
     * @param index the first element to write
     * @param source the array to copy from
     */
    default void set(int index, double[] source) {
        set(index, source, 0, source.length);
    }

    /**
     * Copies all elements. Python's {@code sharedctypes.copy}.
     *
     * @return a new Java array
     */
    default double[] toArray() {
        return toArray(0, length());
    }

    /**
     * Copies a range.
     *
     * @param from the index of the first element
     * @param to the index after the last element
     * @return a new Java array
     */
    double[] toArray(int from, int to);

    /**
     * Returns the elements as a buffer, for bulk operations and for algorithms that take one. Access is like that to a
     * Java array: without ordering and without atomic updates. It has native byte order. It stays valid when the array
     * or the session is closed.
     *
     * @return a new view with its own position and limit
     */
    DoubleBuffer buffer();

    /**
     * The elements in order, each read as by {@link #get} when the stream reaches it.
     *
     * @return a new stream
     */
    default DoubleStream stream() {
        return IntStream.range(0, length()).mapToDouble(this::get);
    }
}
