package dev.multiproc.internal.session;

import dev.multiproc.internal.memory.MemoryFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.pipe.PipeFamily;
import dev.multiproc.internal.queue.QueueFamily;
import dev.multiproc.internal.sync.SyncFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All kinds of shared objects that this version knows, for code that inspects a session without joining it. */
final class ObjectKinds {
    private static final List<ObjectKind> ALL = all();

    private ObjectKinds() {}

    private static List<ObjectKind> all() {
        List<ObjectKind> kinds = new ArrayList<>();
        kinds.addAll(QueueFamily.kinds());
        kinds.addAll(SyncFamily.kinds());
        kinds.addAll(MemoryFamily.kinds());
        kinds.addAll(PipeFamily.kinds());
        return List.copyOf(kinds);
    }

    /** The kind with the given code. */
    static Optional<ObjectKind> find(int code) {
        return ALL.stream().filter(kind -> kind.code() == code).findFirst();
    }
}
