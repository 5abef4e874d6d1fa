package dev.multiproc.redis.sync;

import dev.multiproc.sync.SharedLock;

/** What can have conditions: a lock, and the write lock of a read-write lock. */
interface Monitor {
    SharedLock lockOfConditions();

    Mutex mutex();

    /** Throws if the lock was deleted. */
    void checkThere();

    /** Where the whole lock is. */
    Place place();
}
