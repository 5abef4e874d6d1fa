package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.launch.ExitStatus;
import java.io.IOException;
import java.util.Optional;

/** Where children are started: prepares a slot for each, and clears up behind it. */
interface ChildHost {
    /**
     * What an ended process left.
     *
     * @param mark in its slot, or that it never began; see {@link ExitStatus}
     * @param failure what ended it, if its task threw
     */
    record Ending(int mark, Optional<ChildFailedException> failure) {}

    /**
     * A slot with the task in it.
     *
     * @param ownOptions on top of the session's for all children
     */
    Reservation prepare(String name, String identity, boolean daemon, ChildOptions ownOptions, ProcessTask task);

    /** Has a spare run what was prepared, or a new JVM. */
    Process start(Reservation prepared) throws IOException;

    /** Says that the process runs. */
    void started(Reservation prepared, JvmChild child, long pid);

    /** Takes back a slot whose process could not be started, or was killed at once. */
    void cancelled(Reservation prepared, JvmChild child);

    /** Sweeps what the ended process left, and frees its slot. */
    Ending ended(Reservation prepared, JvmChild child, String name);

    /**
     * What ended a process that never began.
     *
     * @param isToldToEnd whether this process has asked it to
     */
    Optional<ChildFailedException> startFailure(Reservation prepared, String name, int exitCode, boolean isToldToEnd);

    /** Throws if this process may have no children, or the session is closed. */
    void checkMayStart();
}
