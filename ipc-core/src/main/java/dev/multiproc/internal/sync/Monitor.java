package dev.multiproc.internal.sync;

import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.sync.SharedLock;

/** A lock as its conditions see it. */
interface Monitor extends SharedObject {
    SharedLock lockOfConditions();

    /** Throws {@link IllegalMonitorStateException} if the calling thread does not hold the lock. */
    void checkHeld();

    /** Gives back all holds; gives their number. */
    int unlockAll();

    /** Takes the lock again with so many holds, however long that takes; an interrupt is kept for later. */
    void lockAgain(int holds);
}
