package dev.multiproc.internal.sync;

import dev.multiproc.sync.SharedReadWriteLock;
import java.io.Serializable;

/**
 * What travels in the stead of one of a read-write lock's locks.
 *
 * @param whole the read-write lock, which travels as a handle
 * @param isWriteLock which of its locks
 */
record LockView(SharedReadWriteLock whole, boolean isWriteLock) implements Serializable {
    Object readResolve() {
        return isWriteLock ? whole.writeLock() : whole.readLock();
    }
}
