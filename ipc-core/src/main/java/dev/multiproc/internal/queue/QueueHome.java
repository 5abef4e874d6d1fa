package dev.multiproc.internal.queue;

import dev.multiproc.codec.Codec;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Waits;
import java.nio.file.Path;

/** What a queue needs of the session it belongs to. */
public interface QueueHome {
    /** This process's slot. */
    int slot();

    MappedRegion control();

    Waits waits();

    Codec codec();

    /** The directory of the queue of that name. */
    Path queueDirectory(String name);

    /** The plain queue of that name, made without a bound if it is not there. */
    LogQueue<Object> sideQueue(String name);

    /** What travels in a shared object's stead. */
    Object handle(int kind, String name);

    /** Forgets a queue that was closed, so that it can be opened again. */
    void closed(LogQueue<?> queue);

    /** Throws if the session is closed. */
    void checkOpen();
}
