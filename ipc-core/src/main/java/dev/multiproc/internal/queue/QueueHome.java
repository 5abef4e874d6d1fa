package dev.multiproc.internal.queue;

import dev.multiproc.internal.object.ObjectHome;
import java.nio.file.Path;

/** What a queue needs of the session it belongs to. */
public interface QueueHome extends ObjectHome {
    /** Whether what is put must outlive all processes. */
    boolean isDurable();

    /** The directory of the queue of that name. */
    Path queueDirectory(String name);

    /**
     * The plain queue of that name, made without a bound if it is not there.
     *
     * @param isSynced whether its puts wait for the disk
     */
    LogQueue<Object> sideQueue(String name, boolean isSynced);
}
