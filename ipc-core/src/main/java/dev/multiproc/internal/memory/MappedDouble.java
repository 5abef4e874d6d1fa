package dev.multiproc.internal.memory;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedDouble;
import dev.multiproc.sync.SharedLock;

/** A double in the control file, stored as its bits in a long. One object per value and process. */
final class MappedDouble extends SharedDouble implements CellObject {
    private static final long serialVersionUID = 1L;

    private final transient Cell cell;

    MappedDouble(MemoryFamily family, ObjectPlace place) {
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
    public double get() {
        return longBitsToDouble(cell.region().getLongVolatile(cell.offset()));
    }

    @Override
    public void set(double value) {
        cell.region().setLongVolatile(cell.offset(), doubleToRawLongBits(value));
    }

    @Override
    public double getPlain() {
        return longBitsToDouble(cell.region().getLong(cell.offset()));
    }

    @Override
    public void setPlain(double value) {
        cell.region().setLong(cell.offset(), doubleToRawLongBits(value));
    }

    @Override
    public double getAcquire() {
        return longBitsToDouble(cell.region().getLongAcquire(cell.offset()));
    }

    @Override
    public void setRelease(double value) {
        cell.region().setLongRelease(cell.offset(), doubleToRawLongBits(value));
    }

    @Override
    public double getAndSet(double value) {
        return longBitsToDouble(cell.region().getAndSetLong(cell.offset(), doubleToRawLongBits(value)));
    }

    @Override
    public double compareAndExchange(double expected, double value) {
        return longBitsToDouble(cell.region()
                .compareAndExchangeLong(cell.offset(), doubleToRawLongBits(expected), doubleToRawLongBits(value)));
    }

    private Object writeReplace() {
        return cell.handle();
    }
}
