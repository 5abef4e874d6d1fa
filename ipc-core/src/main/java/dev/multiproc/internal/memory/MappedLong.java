package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.sync.SharedLock;

/** A long in the control file. One object per value and process. */
final class MappedLong extends SharedLong implements CellObject {
    private static final long serialVersionUID = 1L;

    private final transient Cell cell;

    MappedLong(MemoryFamily family, ObjectPlace place) {
        cell = new Cell(family, place);
    }

    @Override
    public Cell cell() {
        return cell;
    }

    @Override
    public String name() {
        return cell.name();
    }

    @Override
    public SharedLock lock() {
        return cell.lock();
    }

    @Override
    public boolean delete() {
        return cell.delete();
    }

    @Override
    public long get() {
        return cell.region().getLongVolatile(cell.offset());
    }

    @Override
    public void set(long value) {
        cell.region().setLongVolatile(cell.offset(), value);
    }

    @Override
    public long getPlain() {
        return cell.region().getLong(cell.offset());
    }

    @Override
    public void setPlain(long value) {
        cell.region().setLong(cell.offset(), value);
    }

    @Override
    public long getAcquire() {
        return cell.region().getLongAcquire(cell.offset());
    }

    @Override
    public void setRelease(long value) {
        cell.region().setLongRelease(cell.offset(), value);
    }

    @Override
    public long getAndSet(long value) {
        return cell.region().getAndSetLong(cell.offset(), value);
    }

    @Override
    public long compareAndExchange(long expected, long value) {
        return cell.region().compareAndExchangeLong(cell.offset(), expected, value);
    }

    @Override
    public long getAndAdd(long delta) {
        return cell.region().getAndAddLong(cell.offset(), delta);
    }

    private Object writeReplace() {
        return cell.handle();
    }
}
