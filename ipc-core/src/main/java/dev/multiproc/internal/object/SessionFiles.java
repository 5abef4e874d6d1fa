package dev.multiproc.internal.object;

import java.nio.file.Path;

/** Where a session keeps the files of its shared objects. */
public interface SessionFiles {
    /** The directory of the queue with this name. */
    Path queue(String name);

    /** The directory of arrays and blocks of memory. */
    Path memory();

    /** The file of an object that needs more room than its counters. */
    Path file(String name);

    /** Waits until the directory's entries are on the disk. */
    void sync();
}
