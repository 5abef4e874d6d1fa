package dev.multiproc.manager;

import java.util.Objects;

/** The value itself. */
final class ValueObject<T> implements ManagedValue<T> {
    /** Guarded by this. */
    private T value;

    @Override
    public synchronized T get() {
        return value;
    }

    @Override
    public synchronized void set(T value) {
        this.value = value;
    }

    @Override
    public synchronized T getAndSet(T value) {
        T old = this.value;
        this.value = value;
        return old;
    }

    @Override
    public synchronized boolean compareAndSet(T expected, T value) {
        boolean isEqual = Objects.equals(this.value, expected);
        if (isEqual) {
            this.value = value;
        }
        return isEqual;
    }

    @Override
    public synchronized T update(Shipped.Change<T> change) {
        value = change.apply(value);
        return value;
    }

    @Override
    public synchronized String toString() {
        return "Value[" + value + "]";
    }
}
