package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.sync.SharedLock;

/**
 * Where a value stands in the control file. The mapping of that lasts as long as anybody can reach it, so that a thread that is
 * at the value while the session closes does no harm; later ones are refused.
 */
final class Cell {
    private final MemoryFamily family;
    private final MemoryKind kind;
    private final String name;
    private final int offset;
    private final OwnLock lock;
    /** Null when the session is closed. */
    private volatile MappedRegion region;

    Cell(MemoryFamily family, MemoryKind kind, String name, int words) {
        this.family = family;
        this.kind = kind;
        this.name = name;
        this.offset = words + ValueDescriptor.VALUE_OFFSET;
        this.lock = new OwnLock(family, name);
        this.region = family.context().control();
    }

    MappedRegion region() {
        MappedRegion open = region;
        if (open == null) {
            throw new IllegalStateException("the session is closed");
        }
        return open;
    }

    int offset() {
        return offset;
    }

    MemoryKind kind() {
        return kind;
    }

    SharedLock lock() {
        region();
        return lock.get();
    }

    String name() {
        return name;
    }

    void release() {
        region = null;
    }

    /** What travels in the value's stead. */
    Object handle() {
        return family.context().handle(kind, name);
    }
}
