package dev.multiproc.internal.entry;

import dev.multiproc.ChildOptions;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;

/** Starts children on other hosts; for a session of this machine that belongs to one at a server. */
public interface OtherHosts {
    /**
     * A child that is to be started.
     *
     * @param options of the session and its own, together; they name a host
     * @param own those of this child alone
     * @param home where its classes are found
     */
    record Request(
            String name, boolean isDaemon, ChildOptions options, ChildOptions own, Class<?> home, ProcessTask task) {}

    /** The task that the program has given, which the session may have put into one of its own. */
    ProcessTask programs(ProcessTask task);

    /**
     * Has it started. Waits for that if the options say so.
     *
     * @throws IllegalArgumentException if the task cannot be serialized, or an option cannot be had there
     * @throws MultiprocessingException if no agent starts it in time, or the agent cannot
     */
    FarProcess start(Request request);
}
