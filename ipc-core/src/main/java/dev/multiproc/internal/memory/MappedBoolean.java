package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedBoolean;
import dev.multiproc.sync.SharedLock;
import java.io.Serializable;

/** A boolean in the control file, stored as an int. One object per value and process. */
final class MappedBoolean implements SharedBoolean, CellObject, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Cell cell;

    MappedBoolean(MemoryFamily family, ObjectPlace place) {
        cell = new Cell(family, place);
    }

    static int toWord(boolean value) {
        return value ? 1 : 0;
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
    public boolean get() {
        return cell.region().getIntVolatile(cell.offset()) != 0;
    }

    @Override
    public void set(boolean value) {
        cell.region().setIntVolatile(cell.offset(), toWord(value));
    }

    @Override
    public boolean getPlain() {
        return cell.region().getInt(cell.offset()) != 0;
    }

    @Override
    public void setPlain(boolean value) {
        cell.region().setInt(cell.offset(), toWord(value));
    }

    @Override
    public boolean getAcquire() {
        return cell.region().getIntAcquire(cell.offset()) != 0;
    }

    @Override
    public void setRelease(boolean value) {
        cell.region().setIntRelease(cell.offset(), toWord(value));
    }

    @Override
    public boolean getAndSet(boolean value) {
        return cell.region().getAndSetInt(cell.offset(), toWord(value)) != 0;
    }

    @Override
    public boolean compareAndExchange(boolean expected, boolean value) {
        return cell.region().compareAndExchangeInt(cell.offset(), toWord(expected), toWord(value)) != 0;
    }

    private Object writeReplace() {
        return cell.handle();
    }

    @Override
    public String toString() {
        return Boolean.toString(get());
    }
}
