package dev.multiproc.internal.pipe;

import dev.multiproc.internal.memory.MemoryFamily;
import dev.multiproc.internal.memory.MemoryFiles;
import dev.multiproc.internal.object.HasHandle;
import dev.multiproc.internal.object.ObjectFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import java.util.List;

/** The pipes of one session. Their files lie with those of shared memory, whose family sweeps and repairs them all. */
public final class PipeFamily implements ObjectFamily {
    private final SessionContext context;
    private final MemoryFamily memory;

    public PipeFamily(SessionContext context, MemoryFamily memory) {
        this.context = context;
        this.memory = memory;
    }

    SessionContext context() {
        return context;
    }

    MemoryFiles files() {
        return memory.files();
    }

    public static List<ObjectKind> kinds() {
        return List.of(PipeKind.PIPE);
    }

    @Override
    public ObjectKind kind(int code) {
        return PipeKind.has(code) ? PipeKind.of(code) : null;
    }

    @Override
    public SharedObject attach(ObjectPlace place) {
        return new MappedPipe(this, place);
    }

    @Override
    public HasHandle arrive(ObjectKind kind, SharedObject object) {
        return ((MappedPipe) object).arrive((PipeKind) kind);
    }

    @Override
    public void deleteFiles(ObjectKind kind, String fileName) {
        files().delete(fileName);
    }
}
