package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.object.SharedObject;
import java.io.Serializable;

/** The common part of all synchronizers: a name, and serialization as a handle. */
abstract class MappedSynchronizer implements SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    final transient SyncHome home;
    private final transient int kind;
    private final transient String name;

    MappedSynchronizer(SyncHome home, int kind, String name) {
        this.home = home;
        this.kind = kind;
        this.name = name;
    }

    @Override
    public final int kind() {
        return kind;
    }

    @Override
    public final String name() {
        return name;
    }

    /** All processes that held it or waited for it are dead, whichever slots they had. */
    @Override
    public void rebuild(boolean isNewBoot) {
        for (int slot = 0; slot < ControlDescriptor.SLOT_COUNT; slot++) {
            recover(slot);
            sweep(slot);
        }
    }

    /** Nothing to release: its memory is the control file, which belongs to the session. */
    @Override
    public void detach() {}

    protected final Object writeReplace() {
        return home.handle(kind, name);
    }
}
