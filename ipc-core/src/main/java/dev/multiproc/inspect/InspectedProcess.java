package dev.multiproc.inspect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process of a session that was inspected. Compared by identity: two inspections have different objects for one process.
 *
 * <p><b>Threads</b>: safe for use by many threads. It does not change.
 */
public interface InspectedProcess {
    /** What a process does. */
    enum State {
        /** It is to be started, and has no pid yet. */
        STARTING,
        /** It runs, or waits. */
        RUNNING,
        /** It was stopped by a signal such as SIGSTOP. */
        STOPPED,
        /** It has left the session, or it has ended and what it held was given back. Its place is not free yet. */
        ENDED,
        /** It was killed, or has ended without leaving the session, and what it held was not given back yet. */
        KILLED,
        /** The system does not tell: the process is in another container, or on another machine. */
        UNKNOWN
    }

    /**
     * The process's name: {@code MainProcess} if it was not started by this library, otherwise the name its parent gave it.
     *
     * @return the name, not unique
     */
    String name();

    /**
     * The operating system's process id, as the process itself sees it.
     *
     * @return the pid; 0 if it has not been started
     */
    long pid();

    /**
     * The process that started it.
     *
     * @return empty if that process is gone, or not in the session
     */
    Optional<InspectedProcess> parent();

    /**
     * Whether it is a daemon: a process that ends with its parent and cannot start children.
     *
     * @return true for a daemon
     */
    boolean isDaemon();

    /**
     * What it does.
     *
     * @return its state
     */
    State state();

    /**
     * How often its parent has started it again; see {@link dev.multiproc.ChildProcess#restart}.
     *
     * @return 0 for the first process of a child
     */
    int restarts();

    /**
     * What its threads wait for.
     *
     * @return an unmodifiable list, with one element for each of up to 16 threads that wait
     */
    List<Wait> waits();

    /**
     * The machine on which it runs, if the session is at a server.
     *
     * @return the machine's name; empty if it is this one
     */
    default String host() {
        return "";
    }

    /**
     * For how long it counts as alive if nothing is heard of it, if the session is at a server.
     *
     * @return empty if it has no lease, as on one machine, where death is noticed at once
     */
    default Optional<Duration> leaseLeft() {
        return Optional.empty();
    }
}
