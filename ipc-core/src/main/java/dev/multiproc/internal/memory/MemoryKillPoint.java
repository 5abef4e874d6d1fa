package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of shared memory. */
public enum MemoryKillPoint implements KillPoint {
    /** The file of shared memory is half written. */
    MEMORY_BEGUN,
    /** The file of shared memory is written, under a temporary name. */
    MEMORY_WRITTEN,
    /** The file of shared memory has its final name, the object is not published. */
    MEMORY_NAMED,
    /** A block of memory is out of the table, its file still exists. */
    MEMORY_REMOVED,
    /** In set of a reference: the value is written, its version is not. */
    MEMORY_SET_WRITTEN,
    /** In set of a reference: the version is written, the lock held. */
    MEMORY_SET_PUBLISHED
}
