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
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same array. <b>Blocking</b>: never. <b>Death</b>: each method that is about one element is one
 * step, so that a process that is killed in the midst of it leaves the old value or the new one; of a range it may have written
 * a part. <b>Memory</b>: as the method of the same name of {@link AtomicIntegerArray}, in another process too as far as shared
 * memory goes.
 *
 * <p>Every method with an index throws {@link IndexOutOfBoundsException} if the index, or a part of the range, is outside of the
 * array; every method but {@link #close} throws {@link IllegalStateException} if this process's end or the session is closed.
 */
public interface SharedIntArray extends SharedArray {
    /**
     * Reads an element, as a volatile field is read.
     *
     * @param index which, from 0
     * @return its value
     */
    int get(int index);

    /**
     * Writes an element, as a volatile field is written.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void set(int index, int value);

    /**
     * Reads an element as one of an array of the heap is read: without order, and perhaps not anew each time. As {@code RawArray}
     * of Python; see also {@link #buffer()}.
     *
     * @param index which, from 0
     * @return its value
     */
    int getPlain(int index);

    /**
     * Writes an element as one of an array of the heap is written: without order, and others may see it late. As {@code
     * RawArray} of Python; see also {@link #buffer()}.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void setPlain(int index, int value);

    /**
     * Reads an element; nothing that stands behind is done before.
     *
     * @param index which, from 0
     * @return its value
     */
    int getAcquire(int index);

    /**
     * Writes an element; all that stands before is done before.
     *
     * @param index which, from 0
     * @param value its new value
     */
    void setRelease(int index, int value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param index which, from 0
     * @param value its new value
     */
    default void lazySet(int index, int value) {
        setRelease(index, value);
    }

    /**
     * Writes an element.
     *
     * @param index which, from 0
     * @param value its new value
     * @return its old value
     */
    int getAndSet(int index, int value);

    /**
     * Writes an element if it has the expected value.
     *
     * @param index which, from 0
     * @param expected what its value has to be
     * @param value its new value
     * @return false if it had another; nothing is written then
     */
    default boolean compareAndSet(int index, int expected, int value) {
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
    int compareAndExchange(int index, int expected, int value);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index which, from 0
     * @param delta what to add
     * @return its old value
     */
    int getAndAdd(int index, int delta);

    /**
     * Adds to an element. Overflow wraps around.
     *
     * @param index which, from 0
     * @param delta what to add
     * @return its new value
     */
    default int addAndGet(int index, int delta) {
        return getAndAdd(index, delta) + delta;
    }

    /**
     * Adds one to an element.
     *
     * @param index which, from 0
     * @return its old value
     */
    default int getAndIncrement(int index) {
        return getAndAdd(index, 1);
    }

    /**
     * Adds one to an element.
     *
     * @param index which, from 0
     * @return its new value
     */
    default int incrementAndGet(int index) {
        return addAndGet(index, 1);
    }

    /**
     * Takes one away from an element.
     *
     * @param index which, from 0
     * @return its old value
     */
    default int getAndDecrement(int index) {
        return getAndAdd(index, -1);
    }

    /**
     * Takes one away from an element.
     *
     * @param index which, from 0
     * @return its new value
     */
    default int decrementAndGet(int index) {
        return addAndGet(index, -1);
    }

    /**
     * Replaces an element by what a function makes of it.
     *
     * @param index which, from 0
     * @param update has no side effects: it is called again if another changes the element meanwhile
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
     * Replaces an element by what a function makes of it.
     *
     * @param index which, from 0
     * @param update has no side effects: it is called again if another changes the element meanwhile
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
     * Replaces an element by what a function makes of it and another value.
     *
     * @param index which, from 0
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the element meanwhile
     * @return its old value
     */
    default int getAndAccumulate(int index, int other, IntBinaryOperator accumulate) {
        return getAndUpdate(index, value -> accumulate.applyAsInt(value, other));
    }

    /**
     * Replaces an element by what a function makes of it and another value.
     *
     * @param index which, from 0
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the element meanwhile
     * @return its new value
     */
    default int accumulateAndGet(int index, int other, IntBinaryOperator accumulate) {
        return updateAndGet(index, value -> accumulate.applyAsInt(value, other));
    }

    /**
     * Reads a range. Each element is read whole, with the effect of {@link #getAcquire}; others may write meanwhile.
     *
     * @param index the first element to read
     * @param target where they go
     * @param offset where the first one goes
     * @param count how many
     */
    void get(int index, int[] target, int offset, int count);

    /**
     * Reads as many elements as the target has.
     *
     * @param index the first element to read
     * @param target where they go
     */
    default void get(int index, int[] target) {
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
    void set(int index, int[] source, int offset, int count);

    /**
     * Writes as many elements as the source has.
     *
     * @param index the first element to write
     * @param source where they come from
     */
    default void set(int index, int[] source) {
        set(index, source, 0, source.length);
    }

    /**
     * Copies all elements. As {@code sharedctypes.copy} of Python.
     *
     * @return a new array of the heap
     */
    default int[] toArray() {
        return toArray(0, length());
    }

    /**
     * Copies a range.
     *
     * @param from the first element
     * @param to the element behind the last one
     * @return a new array of the heap
     */
    int[] toArray(int from, int to);

    /**
     * Shows the elements as a buffer, for bulk work and for algorithms that take one. It is as plain as an array of the heap:
     * without order and without atomic updates. Its byte order is the machine's. It stays good when this end, or the session, is
     * closed.
     *
     * @return a new view with a position and limits of its own
     */
    IntBuffer buffer();

    /**
     * The elements one after the other, each as {@link #get} reads it when the stream comes to it.
     *
     * @return a new stream
     */
    default IntStream stream() {
        return IntStream.range(0, length()).map(this::get);
    }
}
