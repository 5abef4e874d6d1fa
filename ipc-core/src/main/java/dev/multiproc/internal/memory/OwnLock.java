package dev.multiproc.internal.memory;

import dev.multiproc.internal.sync.SyncFamily;
import dev.multiproc.sync.SharedLock;

/** The lock that belongs to a value, an array or a block: an object of its own beside it, made when somebody asks for it. */
final class OwnLock {
    /** No name that a user gives ends so. */
    private static final String SUFFIX = "!lock";

    private final MemoryFamily family;
    private final String name;
    /** Null before first use. */
    private volatile SharedLock lock;

    OwnLock(MemoryFamily family, String ownerName) {
        this.family = family;
        this.name = ownerName + SUFFIX;
    }

    SharedLock get() {
        SharedLock known = lock;
        if (known == null) {
            known = SyncFamily.ofObject(family.context(), name);
            lock = known;
        }
        return known;
    }
}
