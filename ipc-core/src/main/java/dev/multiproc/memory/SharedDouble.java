package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@code double} that processes share: Python's {@code multiprocessing.Value('d', x)} with those of {@link AtomicLong}'s methods
 * that suit it. Values are compared bit by bit: 0.0 is not -0.0, and a NaN is itself.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same value. <b>Blocking</b>: never. <b>Death</b>: each method is one step, so that a process
 * that is killed in the midst of it leaves the old value or the new one; of those that take a function, the function comes
 * before the step. <b>Memory</b>: as the method of the same name of {@link AtomicLong}, in another process too as far as shared
 * memory goes.
 *
 * <p>Every method that reads or writes the value throws {@link IllegalStateException} if the session is closed. Equality is
 * identity, as for {@link AtomicLong}.
 */
public abstract class SharedDouble extends Number {
    private static final long serialVersionUID = 1L;

    /** For the library. */
    protected SharedDouble() {}

    /**
     * The value's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    public abstract String name();

    /**
     * The value's lock, for work of several steps: Python's {@code get_lock()}. It is made when somebody first asks for it, and
     * is the same for all processes. It keeps out only those who take it too: the methods of the value do not.
     *
     * @return its lock
     * @throws IllegalStateException if the session is closed
     */
    public abstract SharedLock lock();

    /**
     * Reads the value, as a volatile field is read.
     *
     * @return the value
     */
    public abstract double get();

    /**
     * Writes the value, as a volatile field is written.
     *
     * @param value the new value
     */
    public abstract void set(double value);

    /**
     * Reads the value as a field is read that is not volatile: without order, and perhaps not anew each time. As {@code
     * RawValue} of Python.
     *
     * @return the value
     */
    public abstract double getPlain();

    /**
     * Writes the value as a field is written that is not volatile: without order, and others may see it late. As {@code
     * RawValue} of Python.
     *
     * @param value the new value
     */
    public abstract void setPlain(double value);

    /**
     * Reads the value; nothing that stands behind is done before.
     *
     * @return the value
     */
    public abstract double getAcquire();

    /**
     * Writes the value; all that stands before is done before.
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
     * Writes the value.
     *
     * @param value the new value
     * @return the old value
     */
    public abstract double getAndSet(double value);

    /**
     * Writes the value if it is the expected one.
     *
     * @param expected what the value has to be
     * @param value the new value
     * @return false if it was another; nothing is written then
     */
    public final boolean compareAndSet(double expected, double value) {
        return isSame(compareAndExchange(expected, value), expected);
    }

    /**
     * Writes the value if it is the expected one.
     *
     * @param expected what the value has to be
     * @param value the new value
     * @return the old value, which is the expected one if the new one was written
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
     * Replaces the value by what a function makes of it.
     *
     * @param update has no side effects: it is called again if another changes the value meanwhile
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
     * Replaces the value by what a function makes of it.
     *
     * @param update has no side effects: it is called again if another changes the value meanwhile
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
     * Replaces the value by what a function makes of it and another.
     *
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the value meanwhile
     * @return the old value
     */
    public final double getAndAccumulate(double other, DoubleBinaryOperator accumulate) {
        return getAndUpdate(value -> accumulate.applyAsDouble(value, other));
    }

    /**
     * Replaces the value by what a function makes of it and another.
     *
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the value meanwhile
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

    /** The value, as {@link Double#toString(double)}. */
    @Override
    public final String toString() {
        return Double.toString(get());
    }
}
