package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * An {@code int} that processes share: Python's {@code multiprocessing.Value('i', n)} with the methods of {@link AtomicInteger}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same value. <b>Blocking</b>: never. <b>Death</b>: each method is one step, so that a process
 * that is killed in the midst of it leaves the old value or the new one; of those that take a function, the function comes
 * before the step. <b>Memory</b>: as the method of the same name of {@link AtomicInteger}, in another process too as far as shared
 * memory goes.
 *
 * <p>Every method that reads or writes the value throws {@link IllegalStateException} if the session is closed. Equality is
 * identity, as for {@link AtomicInteger}.
 */
public abstract class SharedInteger extends Number {
    private static final long serialVersionUID = 1L;

    /** For the library. */
    protected SharedInteger() {}

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
    public abstract int get();

    /**
     * Writes the value, as a volatile field is written.
     *
     * @param value the new value
     */
    public abstract void set(int value);

    /**
     * Reads the value as a field is read that is not volatile: without order, and perhaps not anew each time. As {@code
     * RawValue} of Python.
     *
     * @return the value
     */
    public abstract int getPlain();

    /**
     * Writes the value as a field is written that is not volatile: without order, and others may see it late. As {@code
     * RawValue} of Python.
     *
     * @param value the new value
     */
    public abstract void setPlain(int value);

    /**
     * Reads the value; nothing that stands behind is done before.
     *
     * @return the value
     */
    public abstract int getAcquire();

    /**
     * Writes the value; all that stands before is done before.
     *
     * @param value the new value
     */
    public abstract void setRelease(int value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param value the new value
     */
    public final void lazySet(int value) {
        setRelease(value);
    }

    /**
     * Writes the value.
     *
     * @param value the new value
     * @return the old value
     */
    public abstract int getAndSet(int value);

    /**
     * Writes the value if it is the expected one.
     *
     * @param expected what the value has to be
     * @param value the new value
     * @return false if it was another; nothing is written then
     */
    public final boolean compareAndSet(int expected, int value) {
        return compareAndExchange(expected, value) == expected;
    }

    /**
     * Writes the value if it is the expected one.
     *
     * @param expected what the value has to be
     * @param value the new value
     * @return the old value, which is the expected one if the new one was written
     */
    public abstract int compareAndExchange(int expected, int value);

    /**
     * Adds to the value. Overflow wraps around.
     *
     * @param delta what to add
     * @return the old value
     */
    public abstract int getAndAdd(int delta);

    /**
     * Adds to the value. Overflow wraps around.
     *
     * @param delta what to add
     * @return the new value
     */
    public final int addAndGet(int delta) {
        return getAndAdd(delta) + delta;
    }

    /**
     * Adds one.
     *
     * @return the old value
     */
    public final int getAndIncrement() {
        return getAndAdd(1);
    }

    /**
     * Adds one.
     *
     * @return the new value
     */
    public final int incrementAndGet() {
        return getAndAdd(1) + 1;
    }

    /**
     * Takes one away.
     *
     * @return the old value
     */
    public final int getAndDecrement() {
        return getAndAdd(-1);
    }

    /**
     * Takes one away.
     *
     * @return the new value
     */
    public final int decrementAndGet() {
        return getAndAdd(-1) - 1;
    }

    /**
     * Replaces the value by what a function makes of it.
     *
     * @param update has no side effects: it is called again if another changes the value meanwhile
     * @return the old value
     */
    public final int getAndUpdate(IntUnaryOperator update) {
        int seen = get();
        while (true) {
            int witness = compareAndExchange(seen, update.applyAsInt(seen));
            if (witness == seen) {
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
    public final int updateAndGet(IntUnaryOperator update) {
        int seen = get();
        while (true) {
            int next = update.applyAsInt(seen);
            int witness = compareAndExchange(seen, next);
            if (witness == seen) {
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
    public final int getAndAccumulate(int other, IntBinaryOperator accumulate) {
        return getAndUpdate(value -> accumulate.applyAsInt(value, other));
    }

    /**
     * Replaces the value by what a function makes of it and another.
     *
     * @param other the function's second argument
     * @param accumulate has no side effects: it is called again if another changes the value meanwhile
     * @return the new value
     */
    public final int accumulateAndGet(int other, IntBinaryOperator accumulate) {
        return updateAndGet(value -> accumulate.applyAsInt(value, other));
    }

    @Override
    public final int intValue() {
        return get();
    }

    @Override
    public final long longValue() {
        return get();
    }

    @Override
    public final float floatValue() {
        return (float) get();
    }

    @Override
    public final double doubleValue() {
        return get();
    }

    /** The value, as {@link Integer#toString(int)}. */
    @Override
    public final String toString() {
        return Integer.toString(get());
    }
}
