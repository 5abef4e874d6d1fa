package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedLong;
import dev.multiproc.sync.SharedLock;

/** A long at the server. */
final class RedisLong extends SharedLong {
    private static final long serialVersionUID = 1L;

    private final transient Cells cells;

    RedisLong(Cells cells) {
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
    public long get() {
        return cells.getLong(0);
    }

    @Override
    public void set(long value) {
        cells.setLong(0, value);
    }

    @Override
    public long getPlain() {
        return get();
    }

    @Override
    public void setPlain(long value) {
        set(value);
    }

    @Override
    public long getAcquire() {
        return get();
    }

    @Override
    public void setRelease(long value) {
        set(value);
    }

    @Override
    public long getAndSet(long value) {
        return cells.swapLong(0, value);
    }

    @Override
    public long compareAndExchange(long expected, long value) {
        return cells.exchangeLong(0, expected, value);
    }

    @Override
    public long getAndAdd(long delta) {
        return cells.addLong(0, delta);
    }

    /** It is serialized as a handle to itself. */
    private Object writeReplace() {
        return cells.handle();
    }
}
