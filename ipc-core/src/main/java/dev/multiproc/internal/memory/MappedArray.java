package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.memory.SharedArray;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What all arrays have in common: elements in a mapped file, see {@link ArrayDescriptor}. One object an array and process.
 *
 * <p>The file is mapped at first use, since a janitor looks at arrays that nobody of its process uses. It is never unmapped by
 * us: a view, or a thread in one of the methods, may be at it still, and its access would end the JVM. The garbage collector
 * knows.
 */
abstract class MappedArray implements SharedArray, SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient MemoryHome home;
    private final transient MemoryKind kind;
    private final transient String name;
    private final transient int count;
    /** Null before first use, and when closed. */
    private transient volatile MappedRegion region;
    /** Guarded by this. */
    private transient boolean closed;

    MappedArray(MemoryHome home, MemoryKind kind, String name, int words) {
        this.home = home;
        this.kind = kind;
        this.name = name;
        this.count = home.control().getInt(words + ArrayDescriptor.COUNT_OFFSET);
    }

    final MappedRegion region() {
        MappedRegion mapped = region;
        return mapped != null ? mapped : map();
    }

    private synchronized MappedRegion map() {
        home.checkOpen();
        if (closed) {
            throw new IllegalStateException("this process's end of the array is closed, name=" + name);
        }
        if (region == null) {
            region = home.memoryFiles().map(name, ArrayDescriptor.paddedLength(kind.bytes(count)));
        }
        return region;
    }

    /** The elements as bytes in native order. Its position and limits are not the caller's to change. */
    final ByteBuffer memory() {
        return region().memory();
    }

    final int checkIndex(int index) {
        return Objects.checkIndex(index, count);
    }

    final void checkRange(int index, int length) {
        Objects.checkFromIndexSize(index, length, count);
    }

    /** The length of a copy. */
    final int checkCopy(int from, int to) {
        Objects.checkFromToIndex(from, to, count);
        return to - from;
    }

    final int count() {
        return count;
    }

    /** Refuses one that was found by its name and is of another length. */
    final void checkLength(int length) {
        if (length != count) {
            throw new IllegalArgumentException("the name is taken by an array of another length, name=" + name
                    + ", length=" + count + ", asked for=" + length);
        }
    }

    @Override
    public final int length() {
        region();
        return count;
    }

    @Override
    public final void arrived() {
        region();
    }

    @Override
    public final int kind() {
        return kind.code();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void sweep(int deadSlot) {}

    @Override
    public final void rebuild(boolean isNewBoot) {}

    @Override
    public final void close() {
        home.closed(this);
        detach();
    }

    @Override
    public final synchronized void detach() {
        closed = true;
        region = null;
    }

    /** An array travels as a handle to itself. */
    protected final Object writeReplace() {
        return home.handle(kind.code(), name);
    }

    @Override
    public final String toString() {
        return kind.title() + "[name=" + name + ", length=" + count + "]";
    }
}
