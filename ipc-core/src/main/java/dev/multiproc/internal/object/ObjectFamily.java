package dev.multiproc.internal.object;

import java.util.List;

/** The shared objects of one package, in one session. */
public interface ObjectFamily {
    /** The kind with the given code; null if this family has no such kind. */
    ObjectKind kind(int code);

    /**
     * Makes this process's Java object for an entry of the object table.
     *
     * @param place has a kind of this family
     */
    SharedObject attach(ObjectPlace place);

    /**
     * What a handle stands for in the process that has read it.
     *
     * @param kind the handle's, one of this family
     * @param object what the handle leads to
     */
    default HasHandle arrive(ObjectKind kind, SharedObject object) {
        return object;
    }

    /**
     * Deletes the files of a deleted object, except its words. Called under the lock of the tables; can be repeated.
     *
     * @param kind one of this family
     * @param fileName the name of its files
     */
    default void deleteFiles(ObjectKind kind, String fileName) {}

    /**
     * Deletes files whose maker died before it published them. Called under the lock of the tables.
     *
     * @param namesInUse the file names of all objects
     */
    default void deleteStrayFiles(List<String> namesInUse) {}

    /** Deletes files that a dead process had not finished. Can be repeated. */
    default void sweepFiles(int deadSlot) {}

    /** Repairs files after all processes of a durable session are gone. */
    default void rebuildFiles() {}
}
