package dev.multiproc.internal.memory;

import dev.multiproc.sync.SharedLock;

/** The lock that belongs to a value, an array or a block: an object of its own beside it, made when somebody asks for it. */
final class OwnLock {
    /** No name that a user gives ends so. */
    private static final String SUFFIX = "!lock";

    private final MemoryHome home;
    private final String name;
    /** Null before first use. */
    private volatile SharedLock lock;

    OwnLock(MemoryHome home, String ownerName) {
        this.home = home;
        this.name = ownerName + SUFFIX;
    }

    SharedLock get() {
        SharedLock known = lock;
        if (known == null) {
            known = home.objectLock(name);
            lock = known;
        }
        return known;
    }
}
