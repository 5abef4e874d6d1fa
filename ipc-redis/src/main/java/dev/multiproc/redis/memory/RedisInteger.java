package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedInteger;
import dev.multiproc.sync.SharedLock;

/** An integer at the server. */
final class RedisInteger extends SharedInteger {
    private static final long serialVersionUID = 1L;

    private final transient Cells cells;

    RedisInteger(Cells cells) {
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
    public int get() {
        return cells.getInt(0);
    }

    @Override
    public void set(int value) {
        cells.setInt(0, value);
    }

    @Override
    public int getPlain() {
        return get();
    }

    @Override
    public void setPlain(int value) {
        set(value);
    }

    @Override
    public int getAcquire() {
        return get();
    }

    @Override
    public void setRelease(int value) {
        set(value);
    }

    @Override
    public int getAndSet(int value) {
        return cells.swapInt(0, value);
    }

    @Override
    public int compareAndExchange(int expected, int value) {
        return cells.exchangeInt(0, expected, value);
    }

    @Override
    public int getAndAdd(int delta) {
        return cells.addInt(0, delta);
    }

    /** It is serialized as a handle to itself. */
    private Object writeReplace() {
        return cells.handle();
    }
}
