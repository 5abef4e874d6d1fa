package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.sync.SharedLock;

/** An int in the control file. One object per value and process. */
final class MappedInteger extends SharedInteger implements CellObject {
    private static final long serialVersionUID = 1L;

    private final transient Cell cell;

    MappedInteger(MemoryFamily family, ObjectPlace place) {
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
    public int get() {
        return cell.region().getIntVolatile(cell.offset());
    }

    @Override
    public void set(int value) {
        cell.region().setIntVolatile(cell.offset(), value);
    }

    @Override
    public int getPlain() {
        return cell.region().getInt(cell.offset());
    }

    @Override
    public void setPlain(int value) {
        cell.region().setInt(cell.offset(), value);
    }

    @Override
    public int getAcquire() {
        return cell.region().getIntAcquire(cell.offset());
    }

    @Override
    public void setRelease(int value) {
        cell.region().setIntRelease(cell.offset(), value);
    }

    @Override
    public int getAndSet(int value) {
        return cell.region().getAndSetInt(cell.offset(), value);
    }

    @Override
    public int compareAndExchange(int expected, int value) {
        return cell.region().compareAndExchangeInt(cell.offset(), expected, value);
    }

    @Override
    public int getAndAdd(int delta) {
        return cell.region().getAndAddInt(cell.offset(), delta);
    }

    private Object writeReplace() {
        return cell.handle();
    }
}
