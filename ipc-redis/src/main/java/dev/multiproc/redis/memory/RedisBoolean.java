package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedBoolean;
import dev.multiproc.sync.SharedLock;
import java.io.Serializable;

/** A boolean at the server. */
final class RedisBoolean implements SharedBoolean, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Cells cells;

    RedisBoolean(Cells cells) {
        this.cells = cells;
    }

    static byte toByte(boolean value) {
        return (byte) (value ? 1 : 0);
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
    public boolean get() {
        return cells.getByte(0) != 0;
    }

    @Override
    public void set(boolean value) {
        cells.setByte(0, toByte(value));
    }

    @Override
    public boolean getPlain() {
        return get();
    }

    @Override
    public void setPlain(boolean value) {
        set(value);
    }

    @Override
    public boolean getAcquire() {
        return get();
    }

    @Override
    public void setRelease(boolean value) {
        set(value);
    }

    @Override
    public boolean getAndSet(boolean value) {
        return cells.swapByte(0, toByte(value)) != 0;
    }

    @Override
    public boolean compareAndExchange(boolean expected, boolean value) {
        return cells.exchangeByte(0, toByte(expected), toByte(value)) != 0;
    }

    @Override
    public String toString() {
        return Boolean.toString(get());
    }

    /** It is serialized as a handle to itself. */
    private Object writeReplace() {
        return cells.handle();
    }
}
