package dev.multiproc.memory;

import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A {@code long} that processes share: Python's {@code multiprocessing.Value('q', n)} with the methods of {@link AtomicLong}.
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
public abstract class SharedLong extends Number {
    private static final long serialVersionUID = 1L;

    /** Only for the library. */
    protected SharedLong() {}

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
    public abstract long get();

    /**
     * Writes the value with the effect of a volatile write.
     *
     * @param value the new value
     */
    public abstract void set(long value);

    /**
     * Reads the value like a non-volatile field: without ordering, and possibly not from memory each time. Python's
     * {@code RawValue}.
     *
     * @return the value
     */
    public abstract long getPlain();

    /**
     * Writes the value like a non-volatile field: without ordering, and other threads may see it late. Python's {@code
     * RawValue}.
     *
     * @param value the new value
     */
    public abstract void setPlain(long value);

    /**
     * Reads the value with acquire ordering: later reads and writes of this thread are not moved before it.
     *
     * @return the value
     */
    public abstract long getAcquire();

    /**
     * Writes the value with release ordering: earlier reads and writes of this thread are not moved after it.
     *
     * @param value the new value
     */
    public abstract void setRelease(long value);

    /**
     * The same as {@link #setRelease}.
     *
     * @param value the new value
     */
    public final void lazySet(long value) {
        setRelease(value);
    }

    /**
     * Sets the value and returns the old one.
     *
     * @param value the new value
     * @return the old value
     */
    public abstract long getAndSet(long value);

    /**
     * Sets the value if it has the expected value.
     *
     * @param expected the expected value
     * @param value the new value
     * @return true if the new value was written; false if the value was a different one
     */
    public final boolean compareAndSet(long expected, long value) {
        return compareAndExchange(expected, value) == expected;
    }

    /**
     * Sets the value if it has the expected value.
     *
     * @param expected the expected value
     * @param value the new value
     * @return the old value; it equals the expected one if the new value was written
     */
    public abstract long compareAndExchange(long expected, long value);

    /**
     * Adds to the value. Overflow wraps around.
     *
     * @param delta what to add
     * @return the old value
     */
    public abstract long getAndAdd(long delta);

    /**
     * Adds to the value. Overflow wraps around.
     *
     * @param delta what to add
     * @return the new value
     */
    public final long addAndGet(long delta) {
        return getAndAdd(delta) + delta;
    }

    /**
     * Adds one.
     *
     * @return the old value
     */
    public final long getAndIncrement() {
        return getAndAdd(1);
    }

    /**
     * Adds one.
     *
     * @return the new value
     */
    public final long incrementAndGet() {
        return getAndAdd(1) + 1;
    }

    /**
     * Subtracts one.
     *
     * @return the old value
     */
    public final long getAndDecrement() {
        return getAndAdd(-1);
    }

    /**
     * Subtracts one.
     *
     * @return the new value
     */
    public final long decrementAndGet() {
        return getAndAdd(-1) - 1;
    }

    /**
     * Replaces the value by the result of a function of it.
     *
     * @param update a function without side effects, since it is called again if the value changes meanwhile
     * @return the old value
     */
    public final long getAndUpdate(LongUnaryOperator update) {
        long seen = get();
        while (true) {
            long witness = compareAndExchange(seen, update.applyAsLong(seen));
            if (witness == seen) {
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
    public final long updateAndGet(LongUnaryOperator update) {
        long seen = get();
        while (true) {
            long next = update.applyAsLong(seen);
            long witness = compareAndExchange(seen, next);
            if (witness == seen) {
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
    public final long getAndAccumulate(long other, LongBinaryOperator accumulate) {
        return getAndUpdate(value -> accumulate.applyAsLong(value, other));
    }

    /**
     * Replaces the value by the result of a function of it and another value.
     *
     * @param other the function's second argument
     * @param accumulate a function without side effects, since it is called again if the value changes meanwhile
     * @return the new value
     */
    public final long accumulateAndGet(long other, LongBinaryOperator accumulate) {
        return updateAndGet(value -> accumulate.applyAsLong(value, other));
    }

    @Override
    public final int intValue() {
        return (int) get();
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
        return (double) get();
    }

    /** The value, formatted by {@link Long#toString(long)}. */
    @Override
    public final String toString() {
        return Long.toString(get());
    }
}
