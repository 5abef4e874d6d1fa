package dev.multiproc.internal.queue;

import dev.multiproc.internal.object.ObjectHome;
import java.nio.file.Path;

/** What a queue needs from its session. */
public interface QueueHome extends ObjectHome {
    /** Whether items must survive the end of all processes. */
    boolean isDurable();

    /** The directory of the queue with this name. */
    Path queueDirectory(String name);

    /**
     * Finds the plain queue with this name, or creates it without a capacity limit.
     *
     * @param isSynced whether its puts wait for the disk
     */
    LogQueue<Object> sideQueue(String name, boolean isSynced);
}
