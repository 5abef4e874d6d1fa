package dev.multiproc.internal.memory;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.sync.SharedLock;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * The common part of arrays and blocks: elements in a mapped file; see {@link ArrayDescriptor}. One object per array
 * and process.
 *
 * <p>The file is mapped on first use, since the janitor thread also looks at arrays that its process never uses. The
 * library never unmaps it: a view or a thread may still be reading it, and the access would crash the JVM. The garbage
 * collector unmaps it when nothing refers to it.
 */
abstract class MappedFile implements SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    final transient MemoryFamily family;
    final transient ObjectPlace place;
    private final transient int count;
    private final transient OwnLock lock;
    /** Null before first use, and when closed. */
    private transient volatile MappedRegion region;
    /** Guarded by this. */
    private transient boolean closed;

    MappedFile(MemoryFamily family, ObjectPlace place) {
        this.family = family;
        this.place = place;
        this.lock = new OwnLock(family, place);
        this.count = place.region().getInt(ArrayDescriptor.COUNT_OFFSET);
    }

    final MappedRegion region() {
        MappedRegion mapped = region;
        return mapped != null ? mapped : map();
    }

    private MappedRegion map() {
        try {
            return mapOnce();
        } catch (NoSuchFileException e) {
            throw family.files().gone(place.fileName(), e);
        }
    }

    private synchronized MappedRegion mapOnce() throws NoSuchFileException {
        family.context().checkOpen();
        if (closed) {
            throw new IllegalStateException(
                    "this process's end of the " + kind().title() + " is closed, name=" + name());
        }
        if (region == null) {
            region = family.files().map(place.fileName(), ArrayDescriptor.paddedLength(kind().bytes(count)));
        }
        return region;
    }

    @Override
    public final boolean arrived() {
        try {
            mapOnce();
            return !isDeleted();
        } catch (NoSuchFileException e) {
            return arrivedNot(family.files().gone(place.fileName(), e));
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

    /** Whether its file exists and has the right length. */
    final boolean isMappable() {
        try {
            mapOnce();
            return true;
        } catch (NoSuchFileException | MultiprocessingException e) {
            // The first use will report it.
            return false;
        }
    }

    /** Whether the object was deleted; its name may then be free or belong to another object. */
    private boolean isDeleted() {
        return place.isOver();
    }

    /** The elements as bytes in native order. The caller must not change the buffer's position or limit. */
    final ByteBuffer memory() {
        return region().memory();
    }

    /** The number of elements. */
    final int count() {
        return count;
    }

    /** Refuses an array that was found by name and has a different length. */
    final void checkLength(int length) {
        if (length != count) {
            throw new IllegalArgumentException("the name is taken by a " + kind().title() + " of another length, name="
                    + name() + ", length=" + count + ", asked for=" + length);
        }
    }

    @Override
    public final MemoryKind kind() {
        return (MemoryKind) place.kind();
    }

    @Override
    public final String name() {
        return place.name();
    }

    @Override
    public final void sweep(int deadSlot) {}

    /** The lock for operations of several steps. Also works after this array is closed here. */
    public final SharedLock lock() {
        family.context().checkOpen();
        return lock.get();
    }

    /** Deletes the array for all processes; those that have it can go on using it. */
    public final boolean delete() {
        return place.delete();
    }

    /** Closes the array for this process. */
    public final void close() {
        family.context().objects().forget(this);
        detach();
    }

    @Override
    public final synchronized void detach() {
        closed = true;
        region = null;
    }

    /** It is serialized as a handle to itself. */
    protected final Object writeReplace() {
        return family.context().handle(kind(), name());
    }

    @Override
    public String toString() {
        return kind().title() + "[name=" + name() + ", length=" + count + "]";
    }
}
