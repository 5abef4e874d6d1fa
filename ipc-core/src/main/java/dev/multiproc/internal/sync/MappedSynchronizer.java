package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectSurvey;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import java.io.Serializable;

/** The common part of all synchronizers: a name, and serialization as a handle. */
abstract class MappedSynchronizer implements SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    final transient SessionContext context;
    final transient ObjectPlace place;

    MappedSynchronizer(SessionContext context, ObjectPlace place) {
        this.context = context;
        this.place = place;
    }

    @Override
    public final SyncKind kind() {
        return (SyncKind) place.kind();
    }

    @Override
    public final String name() {
        return place.name();
    }

    /** Throws if the session is closed, or this process knows that the object was deleted. */
    final void checkOpen() {
        place.checkOpen();
    }

    /** Deletes the object for all processes. */
    public final boolean delete() {
        return place.delete();
    }

    /** All processes that held it or waited for it are dead, whichever slots they had. */
    @Override
    public void rebuild(ObjectSurvey survey, boolean isNewBoot) {
        for (int slot = 0; slot < ControlDescriptor.SLOT_COUNT; slot++) {
            recover(slot);
            sweep(slot);
        }
    }

    /** Nothing to release: its memory is the control file, which belongs to the session, or is left to the garbage collector. */
    @Override
    public void detach() {}

    protected final Object writeReplace() {
        return context.handle(kind(), name());
    }
}
