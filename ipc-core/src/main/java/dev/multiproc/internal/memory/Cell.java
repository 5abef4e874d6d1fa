package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.sync.SharedLock;

/**
 * The place of a value's words. They stay mapped as long as any thread can reach its region,
 * so a thread that accesses the value while the session closes does no harm; later accesses are refused. A value that was deleted
 * goes on for those who have it, as an array does.
 */
final class Cell {
    private final MemoryFamily family;
    private final ObjectPlace place;
    private final OwnLock lock;
    /** Null when the session is closed. */
    private volatile MappedRegion region;

    Cell(MemoryFamily family, ObjectPlace place) {
        this.family = family;
        this.place = place;
        this.lock = new OwnLock(family, place);
        this.region = place.region();
    }

    MappedRegion region() {
        MappedRegion open = region;
        if (open == null) {
            throw new IllegalStateException("the session is closed");
        }
        return open;
    }

    int offset() {
        return ValueDescriptor.VALUE_OFFSET;
    }

    MemoryKind kind() {
        return (MemoryKind) place.kind();
    }

    SharedLock lock() {
        region();
        return lock.get();
    }

    String name() {
        return place.name();
    }

    boolean delete() {
        return place.delete();
    }

    void release() {
        region = null;
    }

    /** The serialized form of the value. */
    Object handle() {
        return family.context().handle(place.kind(), place.name());
    }
}
