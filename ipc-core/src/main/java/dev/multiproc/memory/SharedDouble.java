package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@code double} that processes share: Python's {@code multiprocessing.Value('d', x)} with those methods of {@link
 * AtomicLong} that suit it. Values are compared by their bits: 0.0 does not equal -0.0, and a NaN equals itself.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same value. <b>Blocking</b>: never. <b>Death</b>: each method is one atomic
 * step, so a process that is killed during it leaves either the old or the new value. Methods that take a function call
 * it before that step. <b>Memory</b>: as the method of the same name of {@link AtomicLong}; between processes this
 * applies to accesses to shared memory.
 *
 * <p>Every method that reads or writes the value throws {@link IllegalStateException} if the session is closed. {@code equals}
 * compares identity, as for {@link AtomicLong}.
 */
public abstract class SharedDouble extends Number {
    private static final long serialVersionUID = 1L;

    /** Only for the library. */
    protected SharedDouble() {}

    /**
     * The value's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    public abstract String name();

    /**
     * Deletes the value: its name is free at once, and its place among the session's objects too; it can no longer be found.
     * Processes that have it, including this one, can go on using it, except for its {@link #lock()}, which is deleted with
     * it.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    public abstract boolean delete();

    /**
     * The lock for operations of several steps on this value. Python's {@code get_lock()}. It is created on first use
     * and is the same for all processes. It only excludes threads that take it too; the methods of the value do not
     * take it.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    public abstract SharedLock lock();

    /**
     * Reads the value with the effect of a volatile read.
     *
     * @return the value
     */
    public abstract double get();

    /**
     * Writes the value with the effect of a volatile write.
     *
     * @param value the new value
     */
    public abstract void set(double value);

    /**
     * Reads the value like a non-volatile field: without ordering, and possibly not from memory each time. Python's
     * {@code RawValue}.
     *
     * @return the value
     */
    public abstract double getPlain();

    /**
     * Writes the value like a non-volatile field: without ordering, and other threads may see it late. Python's {@code
     * RawValue}.
     *
     * @param value the new value
     */
    public abstract void setPlain(double value);

    /**
     * Reads the value with acquire ordering: later reads and writes of this thread are not moved before it.
     *
     * @return the value
     */
    public abstract double getAcquire();

    /**
     * Writes the value with release ordering: earlier reads and writes of this thread are not moved after it.
     *
     * @param value the new value
     */
    public abstract void setRelease(double value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param value the new value
     */
    public final void lazySet(double value) {
        setRelease(value);
    }

    /**
     * Sets the value and returns the old one.
     *
     * @param value the new value
     * @return the old value
     */
    public abstract double getAndSet(double value);

    /**
     * Sets the value if it has the expected value.
     *
     * @param expected the expected value
     * @param value the new value
     * @return true if the new value was written; false if the value was a different one
     */
    public final boolean compareAndSet(double expected, double value) {
        return isSame(compareAndExchange(expected, value), expected);
    }

    /**
     * Sets the value if it has the expected value.
     *
     * @param expected the expected value
     * @param value the new value
     * @return the old value; it equals the expected one if the new value was written
     */
    public abstract double compareAndExchange(double expected, double value);

    /**
     * Adds to the value.
     *
     * @param delta what to add
     * @return the old value
     */
    public final double getAndAdd(double delta) {
        return getAndUpdate(value -> value + delta);
    }

    /**
     * Adds to the value.
     *
     * @param delta what to add
     * @return the new value
     */
    public final double addAndGet(double delta) {
        return getAndAdd(delta) + delta;
    }

    /**
     * Replaces the value by the result of a function of it.
     *
     * @param update a function without side effects, since it is called again if the value changes meanwhile
     * @return the old value
     */
    public final double getAndUpdate(DoubleUnaryOperator update) {
        double seen = get();
        while (true) {
            double witness = compareAndExchange(seen, update.applyAsDouble(seen));
            if (isSame(witness, seen)) {
                return seen;
            }
            seen = witness;
        }
    }

    /**
     * Replaces the value by the result of a function of it.
     *
     * @param update a function without side effects, since it is called again if the value changes meanwhile
     * @return the new value
     */
    public final double updateAndGet(DoubleUnaryOperator update) {
        double seen = get();
        while (true) {
            double next = update.applyAsDouble(seen);
            double witness = compareAndExchange(seen, next);
            if (isSame(witness, seen)) {
                return next;
            }
            seen = witness;
        }
    }

    /**
     * Replaces the value by the result of a function of it and another value.
     *
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the value changes meanwhile
     * @return the old value
     */
    public final double getAndAccumulate(double other, DoubleBinaryOperator accumulate) {
        return getAndUpdate(value -> accumulate.applyAsDouble(value, other));
    }

    /**
     * Replaces the value by the result of a function of it and another value.
     *
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the value changes meanwhile
     * @return the new value
     */
    public final double accumulateAndGet(double other, DoubleBinaryOperator accumulate) {
        return updateAndGet(value -> accumulate.applyAsDouble(value, other));
    }

    private static boolean isSame(double one, double other) {
        return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
    }

    @Override
    public final int intValue() {
        return (int) get();
    }

    @Override
    public final long longValue() {
        return (long) get();
    }

    @Override
    public final float floatValue() {
        return (float) get();
    }

    @Override
    public final double doubleValue() {
        return get();
    }

    /** The value, formatted by {@link Double#toString(double)}. */
    @Override
    public final String toString() {
        return Double.toString(get());
    }
}
