package dev.multiproc.internal.memory;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.sync.SharedLock;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * What arrays and blocks have in common: elements in a mapped file, see {@link ArrayDescriptor}. One object an array and
 * process.
 *
 * <p>The file is mapped when somebody may use it, since a janitor looks at arrays that nobody of its process uses. It is never
 * unmapped by us: a view, or a thread in one of the methods, may be at it still, and its access would end the JVM. The garbage
 * collector knows.
 */
abstract class MappedFile implements SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    final transient MemoryFamily family;
    private final transient MemoryKind kind;
    private final transient String name;
    private final transient int count;
    private final transient OwnLock lock;
    /** Null before first use, and when closed. */
    private transient volatile MappedRegion region;
    /** Guarded by this. */
    private transient boolean closed;

    MappedFile(MemoryFamily family, MemoryKind kind, String name, int words) {
        this.family = family;
        this.kind = kind;
        this.name = name;
        this.lock = new OwnLock(family, name);
        this.count = family.context().control().getInt(words + ArrayDescriptor.COUNT_OFFSET);
    }

    final MappedRegion region() {
        MappedRegion mapped = region;
        return mapped != null ? mapped : map();
    }

    private MappedRegion map() {
        try {
            return mapOnce();
        } catch (NoSuchFileException e) {
            throw family.files().gone(name, e);
        }
    }

    private synchronized MappedRegion mapOnce() throws NoSuchFileException {
        family.context().checkOpen();
        if (closed) {
            throw new IllegalStateException("this process's end of the " + kind.title() + " is closed, name=" + name);
        }
        if (region == null) {
            region = family.files().map(name, ArrayDescriptor.paddedLength(kind.bytes(count)));
        }
        return region;
    }

    @Override
    public final boolean arrived() {
        try {
            mapOnce();
            // If it was, it may be another's file.
            return !isDeleted();
        } catch (NoSuchFileException e) {
            return arrivedNot(family.files().gone(name, e));
        } catch (MultiprocessingException e) {
            return arrivedNot(e);
        }
    }

    private boolean arrivedNot(MultiprocessingException failure) {
        if (isDeleted()) {
            return false;
        }
        throw failure;
    }

    /** Whether its file is there and has the right length. */
    final boolean isMappable() {
        try {
            mapOnce();
            return true;
        } catch (NoSuchFileException | MultiprocessingException e) {
            // Said when it is used.
            return false;
        }
    }

    /** Whether somebody has deleted it, so that its name is another's or nobody's. */
    boolean isDeleted() {
        return false;
    }

    /** The elements as bytes in native order. Its position and limits are not the caller's to change. */
    final ByteBuffer memory() {
        return region().memory();
    }

    /** How many elements. */
    final int count() {
        return count;
    }

    /** Refuses one that was found by its name and is of another length. */
    final void checkLength(int length) {
        if (length != count) {
            throw new IllegalArgumentException("the name is taken by a " + kind.title() + " of another length, name="
                    + name + ", length=" + count + ", asked for=" + length);
        }
    }

    @Override
    public final MemoryKind kind() {
        return kind;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void sweep(int deadSlot) {}

    /** The lock for work of several steps; good also when this end is closed. */
    public final SharedLock lock() {
        family.context().checkOpen();
        return lock.get();
    }

    /** Closes this process's end. */
    public final void close() {
        family.context().objects().forget(this);
        detach();
    }

    @Override
    public final synchronized void detach() {
        closed = true;
        region = null;
    }

    /** It travels as a handle to itself. */
    protected final Object writeReplace() {
        return family.context().handle(kind, name);
    }

    @Override
    public String toString() {
        return kind.title() + "[name=" + name + ", length=" + count + "]";
    }
}
