package dev.multiproc.internal.object;

import dev.multiproc.internal.control.KillPoint;

/** Points in the making and deleting of a shared object at which a test can kill this process. */
public enum ObjectKillPoint implements KillPoint {
    /** An object has an index in the table and is not published. */
    OBJECT_RESERVED,
    /** A later object at its index has the file of its words, and is not published. */
    OBJECT_WORDS_MADE,
    /** An object is out of the table, what belongs to it is not. */
    OBJECT_DELETED,
    /** What belongs to a deleted object is out of the table too; the other processes have not been told. */
    OBJECT_DELETED_WITH_PARTS,
    /** The other processes can learn of a deletion; the files are still there. */
    OBJECT_DELETION_COUNTED,
    /** The files of a deleted object are gone, its index cannot be used again yet. */
    OBJECT_FILES_DELETED
}
