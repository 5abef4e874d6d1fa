package dev.multiproc.internal.object;

import java.util.List;

/** The shared objects of one package, in one session. */
public interface ObjectFamily {
    /** The kind of that code; null if it is none of this family. */
    ObjectKind kind(int code);

    /**
     * Makes this process's object for one that is in the object table.
     *
     * @param kind one of this family
     * @param base where its counters begin in the control file
     */
    SharedObject attach(ObjectKind kind, String name, int base);

    /** Deletes files whose maker died before it published them. Called under the lock of the tables. */
    default void deleteStrayFiles(List<String> namesInUse) {}

    /** Deletes files that a dead process had begun. Can be repeated. */
    default void sweepFiles(int deadSlot) {}

    /** Puts files right after all processes of a durable session are gone. */
    default void rebuildFiles() {}
}
