package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.object.ObjectSurvey;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import java.io.Serializable;

/** The common part of all synchronizers: a name, and serialization as a handle. */
abstract class MappedSynchronizer implements SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    final transient SessionContext context;
    private final transient SyncKind kind;
    private final transient String name;

    MappedSynchronizer(SessionContext context, SyncKind kind, String name) {
        this.context = context;
        this.kind = kind;
        this.name = name;
    }

    @Override
    public final SyncKind kind() {
        return kind;
    }

    @Override
    public final String name() {
        return name;
    }

    /** All processes that held it or waited for it are dead, whichever slots they had. */
    @Override
    public void rebuild(ObjectSurvey survey, boolean isNewBoot) {
        for (int slot = 0; slot < ControlDescriptor.SLOT_COUNT; slot++) {
            recover(slot);
            sweep(slot);
        }
    }

    /** Nothing to release: its memory is the control file, which belongs to the session. */
    @Override
    public void detach() {}

    protected final Object writeReplace() {
        return context.handle(kind, name);
    }
}
