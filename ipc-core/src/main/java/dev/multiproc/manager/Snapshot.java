package dev.multiproc.manager;

/** What a collection had when someone began to read it: kept in the manager until it is read, or its reader is gone. */
interface Snapshot {
    /** All elements, of which the reader already has some. */
    Object[] elements();
}
