package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.sync.SyncFactory;
import dev.multiproc.sync.SharedLock;

/**
 * The lock that belongs to a value, an array or a block. It is a separate object, created on first use and deleted with its
 * owner.
 */
final class OwnLock {
    /** Users cannot choose a name that ends like this. */
    static final String SUFFIX = "!lock";

    private final MemoryFamily family;
    private final ObjectPlace owner;
    /** Null before first use. */
    private volatile SharedLock lock;

    OwnLock(MemoryFamily family, ObjectPlace owner) {
        this.family = family;
        this.owner = owner;
    }

    SharedLock get() {
        SharedLock known = lock;
        if (known == null) {
            known = SyncFactory.ofObject(family.context(), owner, owner.name() + SUFFIX);
            lock = known;
        }
        return known;
    }
}
