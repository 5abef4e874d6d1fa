package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedDouble;
import dev.multiproc.sync.SharedLock;

/** A double, as the bits of its value, at the server. */
final class RedisDouble extends SharedDouble {
    private static final long serialVersionUID = 1L;

    private final transient Cells cells;

    RedisDouble(Cells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return cells.name();
    }

    @Override
    public boolean delete() {
        return cells.delete();
    }

    @Override
    public SharedLock lock() {
        return cells.lock();
    }

    @Override
    public double get() {
        return Double.longBitsToDouble(cells.getLong(0));
    }

    @Override
    public void set(double value) {
        cells.setLong(0, Double.doubleToRawLongBits(value));
    }

    @Override
    public double getPlain() {
        return get();
    }

    @Override
    public void setPlain(double value) {
        set(value);
    }

    @Override
    public double getAcquire() {
        return get();
    }

    @Override
    public void setRelease(double value) {
        set(value);
    }

    @Override
    public double getAndSet(double value) {
        return Double.longBitsToDouble(cells.swapLong(0, Double.doubleToRawLongBits(value)));
    }

    @Override
    public double compareAndExchange(double expected, double value) {
        return Double.longBitsToDouble(
                cells.exchangeLong(0, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value)));
    }

    /** It is serialized as a handle to itself. */
    private Object writeReplace() {
        return cells.handle();
    }
}
