package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.launch.ExitStatus;
import dev.multiproc.internal.launch.OutputCapture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Starts children: prepares a slot for each of them, and cleans up after it. */
interface ChildHost {
    /**
     * What is known of an ended process.
     *
     * @param mark the exit mark in its slot, or {@link ExitStatus#NEVER_BEGAN}
     * @param failure what ended it, if its task threw
     * @param lastLines what it wrote last, if that is not known by its output here
     */
    record Ending(int mark, Optional<ChildFailedException> failure, List<String> lastLines) {}

    /** What starts a child with these options: this, or another one if they name another host. */
    ChildHost placeFor(ChildOptions ownOptions);

    /**
     * Reserves a slot and writes the task for it.
     *
     * @param ownOptions add to the session's options for all children, and override them
     */
    Reservation prepare(String name, String identity, boolean daemon, ChildOptions ownOptions, ProcessTask task);

    /**
     * What becomes of a child's output; empty if it goes where this process's goes.
     *
     * @param isRestart whether the child is started again: then its file is not emptied
     */
    Optional<OutputCapture> capture(ChildOptions ownOptions, String name, boolean isRestart);

    /** Runs what was prepared, in a spare if one is ready, else in a new JVM. */
    Process start(Reservation prepared, Optional<OutputCapture> output) throws IOException;

    /** Called when the process runs. */
    void started(Reservation prepared, JvmChild child, long pid);

    /** Has the task of a process interrupted that {@link #ended} was not called for yet. */
    void interrupt(Reservation prepared);

    /** Takes back the slot of a process that could not be started, or was killed at once. */
    void cancelled(Reservation prepared, JvmChild child);

    /** Cleans up what the ended process left, and frees its slot. */
    Ending ended(Reservation prepared, String name);

    /** Called when all is known of a child that has ended: the end of the session does not wait for it any more. */
    void forget(JvmChild child);

    /**
     * Why a process ended before it began its task.
     *
     * @param isEndRequested whether this process has asked it to end
     * @param output what it wrote; empty if it wrote to where this process writes
     */
    Optional<ChildFailedException> startFailure(
            Reservation prepared, String name, int exitCode, boolean isEndRequested, Optional<OutputCapture> output);

    /** Whether {@link #startFailure} tells of it on standard error. */
    boolean isStartReported(int exitCode);

    /** Called when a child has failed and the program has not asked yet. */
    void failed(JvmChild child, int exitCode);

    /** Called when the program asks how a child that failed has ended. */
    void asked(JvmChild child);

    /** Throws if this process may have no children, or the session is closed. */
    void checkMayStart();
}
