package dev.multiproc.redis.sync;

import dev.multiproc.sync.SharedReadWriteLock;
import java.io.Serializable;

/**
 * The serialized form of one of the two locks of a read-write lock.
 *
 * @param whole the read-write lock, which is serialized as a handle
 * @param isWriteLock which of its locks
 */
record LockView(SharedReadWriteLock whole, boolean isWriteLock) implements Serializable {
    Object readResolve() {
        return isWriteLock ? whole.writeLock() : whole.readLock();
    }
}
