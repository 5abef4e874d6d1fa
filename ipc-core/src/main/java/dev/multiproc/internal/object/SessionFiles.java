package dev.multiproc.internal.object;

import java.nio.file.Path;

/** Where a session keeps the files of its shared objects. */
public interface SessionFiles {
    /** The directory of a queue. */
    Path queue(String fileName);

    /** The directory of arrays and blocks of memory. */
    Path memory();

    /** The directory of files for objects that need more room than their words in the control file. */
    Path objects();

    /** The file of such an object. */
    default Path file(String fileName) {
        return objects().resolve(fileName);
    }

    /** Deletes a file, or a directory with all in it, if it is there. */
    void delete(Path path);

    /** Waits until the directory's entries are on the disk. */
    void sync();
}
