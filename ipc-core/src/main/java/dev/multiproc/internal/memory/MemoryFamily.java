package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import java.util.List;

/** The kinds of values, arrays and blocks of memory, in one session. */
public final class MemoryFamily implements ObjectFamily {
    private final SessionContext context;
    /** Null until they are asked for. Guarded by this. */
    private MemoryFiles files;

    public MemoryFamily(SessionContext context) {
        this.context = context;
    }

    SessionContext context() {
        return context;
    }

    /** The files of this family, and of others whose objects have a file of memory. */
    public synchronized MemoryFiles files() {
        if (files == null) {
            files = new MemoryFiles(context.files().memory(), context.slot());
        }
        return files;
    }

    public static List<ObjectKind> kinds() {
        return List.of(MemoryKind.values());
    }

    @Override
    public ObjectKind kind(int code) {
        return MemoryKind.of(code);
    }

    @Override
    public SharedObject attach(ObjectPlace place) {
        return ((MemoryKind) place.kind()).attach(this, place);
    }

    @Override
    public void deleteFiles(ObjectKind kind, String fileName) {
        if (((MemoryKind) kind).hasFile()) {
            files().delete(fileName);
        }
    }

    @Override
    public void deleteStrayFiles(List<String> namesInUse) {
        files().deleteOthers(namesInUse);
    }

    @Override
    public void sweepFiles(int deadSlot) {
        files().sweep(deadSlot);
    }

    @Override
    public void rebuildFiles() {
        files().rebuild();
    }
}
