package dev.multiproc.internal.launch;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import java.util.Optional;

/** What a child needs of the session it is started in. */
public interface ChildHome {
    /** A slot with the task in it, and the command that starts a JVM for it. */
    Prepared prepare(String name, String identity, boolean daemon, ProcessTask task);

    /** Says that the process runs. */
    void started(Prepared prepared, JvmChild child, long pid);

    /** Takes back a slot whose process could not be started. */
    void cancelled(Prepared prepared);

    /** Sweeps what the ended process left, and frees its slot; gives the mark it left there. */
    int ended(Prepared prepared, JvmChild child);

    /** What ended the process, if its task threw. */
    Optional<ChildFailedException> failure(Prepared prepared, String name);

    /** Throws if this process may have no children, or the session is closed. */
    void checkMayStart();

    /** A process that can be started. */
    record Prepared(Reservation reservation, ProcessBuilder builder) {}
}
