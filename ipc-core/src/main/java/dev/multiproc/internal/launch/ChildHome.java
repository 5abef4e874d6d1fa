package dev.multiproc.internal.launch;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ProcessTask;
import java.io.IOException;
import java.util.Optional;

/** What a child needs of the session it is started in. */
public interface ChildHome {
    /** A slot with the task in it. */
    Prepared prepare(String name, String identity, boolean daemon, ProcessTask task);

    /** Has a spare run what was prepared, or a new JVM. */
    Process start(Prepared prepared) throws IOException;

    /** Says that the process runs. */
    void started(int slot, JvmChild child, long pid);

    /** Takes back a slot whose process could not be started. */
    void cancelled(int slot);

    /** Sweeps what the ended process left, and frees its slot; gives the mark it left there. */
    int ended(Prepared prepared, JvmChild child);

    /** What ended the process, if its task threw. */
    Optional<ChildFailedException> failure(int slot, String name);

    /** Throws if this process may have no children, or the session is closed. */
    void checkMayStart();

    /**
     * A process that can be started.
     *
     * @param generation tells its slot's later occupants from it
     */
    record Prepared(int slot, int generation) {}
}
