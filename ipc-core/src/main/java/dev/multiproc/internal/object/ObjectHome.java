package dev.multiproc.internal.object;

import dev.multiproc.codec.Codec;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Waits;

/** What a shared object needs of the session it belongs to. */
public interface ObjectHome {
    /** This process's slot. */
    int slot();

    MappedRegion control();

    Waits waits();

    Codec codec();

    /** What travels in a shared object's stead. */
    Object handle(int kind, String name);

    /** Forgets an object whose end in this process was closed, so that it can be opened again. */
    void closed(SharedObject object);

    /** Throws if the session is closed. */
    void checkOpen();
}
