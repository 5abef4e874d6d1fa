package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedFigures;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** Figures; see {@link FiguresDescriptor}. One object for all of them and process. */
final class MappedFigures implements SharedFigures, CellObject, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Cell cell;
    private final transient List<String> titles;

    MappedFigures(MemoryFamily family, ObjectPlace place) {
        cell = new Cell(family, place);
        titles = FiguresDescriptor.titles(cell.region(), 0);
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
    public List<String> titles() {
        return titles;
    }

    private int at(int index) {
        return FiguresDescriptor.value(Objects.checkIndex(index, titles.size()));
    }

    @Override
    public long get(int index) {
        return cell.region().getLongVolatile(at(index));
    }

    @Override
    public void set(int index, long value) {
        cell.region().setLongVolatile(at(index), value);
    }

    @Override
    public void add(int index, long delta) {
        long unused = cell.region().getAndAddLong(at(index), delta);
    }

    @Override
    public boolean delete() {
        return cell.delete();
    }

    private Object writeReplace() {
        return cell.handle();
    }

    @Override
    public String toString() {
        return "SharedFigures[name=" + name() + "]";
    }
}
