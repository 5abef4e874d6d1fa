package dev.multiproc.memory;

import java.nio.DoubleBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A {@code double[]} that processes share: Python's {@code multiprocessing.Array('d', n)} with those of {@link
 * AtomicLongArray}'s methods that suit it. Values are compared bit by bit: 0.0 is not -0.0, and a NaN is itself.
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
public interface SharedDoubleArray extends SharedArray {
    /**
     * Reads an element, as a volatile field is read.
     *
     * @param index which, from 0
     * @return its value
     */
    double get(int index);

    /**
     * Writes an element, as a volatile field is written.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void set(int index, double value);

    /**
     * Reads an element as one of an array of the heap is read: without order, and perhaps not anew each time. As {@code RawArray}
     * of Python; see also {@link #buffer()}.
     *
     * @param index which, from 0
     * @return its value
     */
    double getPlain(int index);

    /**
     * Writes an element as one of an array of the heap is written: without order, and others may see it late. As {@code
     * RawArray} of Python; see also {@link #buffer()}.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void setPlain(int index, double value);

    /**
     * Reads an element; nothing that stands behind is done before.
     *
     * @param index which, from 0
     * @return its value
     */
    double getAcquire(int index);

    /**
     * Writes an element; all that stands before is done before.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void setRelease(int index, double value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param index which, from 0
     * @param value its new value
     */
    default void lazySet(int index, double value) {
        setRelease(index, value);
    }

    /**
     * Writes an element.
     *
     * @param index which, from 0
     * @param value its new value
     * @return its old value
     */
    double getAndSet(int index, double value);

    /**
     * Writes an element if it has the expected value.
     *
     * @param index which, from 0
     * @param expected what its value has to be
     * @param value its new value
     * @return false if it had another; nothing is written then
     */
    default boolean compareAndSet(int index, double expected, double value) {
        return Double.doubleToRawLongBits(compareAndExchange(index, expected, value))
                == Double.doubleToRawLongBits(expected);
    }

    /**
     * Writes an element if it has the expected value.
     *
     * @param index which, from 0
     * @param expected what its value has to be
     * @param value its new value
     * @return its old value, which is the expected one if the new one was written
     */
    double compareAndExchange(int index, double expected, double value);

    /**
     * Adds to an element.
     *
     * @param index which, from 0
     * @param delta what to add
     * @return its old value
     */
    default double getAndAdd(int index, double delta) {
        return getAndUpdate(index, value -> value + delta);
    }

    /**
     * Adds to an element.
     *
     * @param index which, from 0
     * @param delta what to add
     * @return its new value
     */
    default double addAndGet(int index, double delta) {
        return getAndAdd(index, delta) + delta;
    }

    /**
     * Replaces an element by what a function makes of it.
     *
     * @param index which, from 0
     * @param update has no side effects: it is called again if another changes the element meanwhile
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
     * Replaces an element by what a function makes of it.
     *
     * @param index which, from 0
     * @param update has no side effects: it is called again if another changes the element meanwhile
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
     * Replaces an element by what a function makes of it and another value.
     *
     * @param index which, from 0
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the element meanwhile
     * @return its old value
     */
    default double getAndAccumulate(int index, double other, DoubleBinaryOperator accumulate) {
        return getAndUpdate(index, value -> accumulate.applyAsDouble(value, other));
    }

    /**
     * Replaces an element by what a function makes of it and another value.
     *
     * @param index which, from 0
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the element meanwhile
     * @return its new value
     */
    default double accumulateAndGet(int index, double other, DoubleBinaryOperator accumulate) {
        return updateAndGet(index, value -> accumulate.applyAsDouble(value, other));
    }

    /**
     * Reads a range. Each element is read whole, with the effect of {@link #getAcquire}; others may write meanwhile.
     *
     * @param index the first element to read
     * @param target where they go
     * @param offset where the first one goes
     * @param count how many
     */
    void get(int index, double[] target, int offset, int count);

    /**
     * Reads as many elements as the target has.
     *
     * @param index the first element to read
     * @param target where they go
     */
    default void get(int index, double[] target) {
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
    void set(int index, double[] source, int offset, int count);

    /**
     * Writes as many elements as the source has.
     *
     * @param index the first element to write
     * @param source where they come from
     */
    default void set(int index, double[] source) {
        set(index, source, 0, source.length);
    }

    /**
     * Copies all elements. As {@code sharedctypes.copy} of Python.
     *
     * @return a new array of the heap
     */
    default double[] toArray() {
        return toArray(0, length());
    }

    /**
     * Copies a range.
     *
     * @param from the first element
     * @param to the element behind the last one
     * @return a new array of the heap
     */
    double[] toArray(int from, int to);

    /**
     * Shows the elements as a buffer, for bulk work and for algorithms that take one. It is as plain as an array of the heap:
     * without order and without atomic updates. Its byte order is the machine's. It stays good when this end, or the session, is
     * closed.
     *
     * @return a new view with a position and limits of its own
     */
    DoubleBuffer buffer();

    /**
     * The elements one after the other, each as {@link #get} reads it when the stream comes to it.
     *
     * @return a new stream
     */
    default DoubleStream stream() {
        return IntStream.range(0, length()).mapToDouble(this::get);
    }
}
