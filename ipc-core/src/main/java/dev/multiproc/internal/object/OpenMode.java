package dev.multiproc.internal.object;

/** What to do with a name. */
public enum OpenMode {
    /** Finds the object, or makes it. */
    OPEN_OR_CREATE,
    /** Makes the object; fails if the name is in use. */
    CREATE_ONLY,
    /** Finds the object; fails if there is none. */
    OPEN_ONLY
}
