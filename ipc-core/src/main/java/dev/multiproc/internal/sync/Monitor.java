package dev.multiproc.internal.sync;

import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.sync.SharedLock;

/** The view that conditions have of their lock. */
interface Monitor extends SharedObject {
    SharedLock lockOfConditions();

    /** Throws if the lock was deleted. */
    void checkExists();

    /** Throws {@link IllegalMonitorStateException} if the calling thread does not hold the lock. */
    void checkHeld();

    /** Releases all holds and returns their number. */
    int unlockAll();

    /**
     * Takes the lock again with the given number of holds, however long that takes. An interrupt is kept for later.
     */
    void lockAgain(int holds);
}
