package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedArray;
import dev.multiproc.sync.SharedLock;
import java.io.Serializable;
import java.util.Objects;

/** The common part of arrays at the server. Ranges are read and written in one request each. */
abstract class RedisArray implements SharedArray, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Cells cells;
    private final transient String title;
    private final transient int length;
    private transient volatile boolean isClosed;

    RedisArray(Cells cells, String title, int length) {
        this.cells = cells;
        this.title = title;
        this.length = length;
    }

    /** The elements; throws if this process has closed the array. */
    final Cells open() {
        cells.check();
        if (isClosed) {
            throw new IllegalStateException("this process's end of the " + title + " is closed, name=" + name());
        }
        return cells;
    }

    final int checkIndex(int index) {
        return Objects.checkIndex(index, length);
    }

    final void checkRange(int index, int count) {
        Objects.checkFromIndexSize(index, count, length);
    }

    /** Checks a range and returns its length. */
    final int checkCopy(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return to - from;
    }

    final UnsupportedOperationException noView() {
        Cells unused = open();
        return new UnsupportedOperationException(
                "an array at a server is not in this process's memory, so that there is"
                        + " no view of it: use get, set and toArray, which move a range in one request, name="
                        + name());
    }

    /** The number of elements of an array that was found by name. */
    final int count() {
        return length;
    }

    final boolean isClosed() {
        return isClosed;
    }

    @Override
    public final String name() {
        return cells.name();
    }

    @Override
    public final boolean delete() {
        return cells.delete();
    }

    @Override
    public final SharedLock lock() {
        return cells.lock();
    }

    @Override
    public final int length() {
        Cells unused = open();
        return length;
    }

    @Override
    public final void close() {
        isClosed = true;
    }

    /** It is serialized as a handle to itself. */
    protected final Object writeReplace() {
        return cells.handle();
    }

    @Override
    public String toString() {
        return title + "[name=" + name() + ", length=" + length + "]";
    }
}
