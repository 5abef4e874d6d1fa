package dev.multiproc.internal.memory;

import dev.multiproc.internal.sync.SyncFamily;
import dev.multiproc.sync.SharedLock;

/** The lock that belongs to a value, an array or a block. It is a separate object, created on first use. */
final class OwnLock {
    /** Users cannot choose a name that ends like this. */
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
