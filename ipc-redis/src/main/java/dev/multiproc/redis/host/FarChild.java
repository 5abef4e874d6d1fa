package dev.multiproc.redis.host;

import dev.multiproc.ChildFailedException;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.entry.FarProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A child on another host, as its owner sees it.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class FarChild extends FarProcess {
    static final String ASKED = "asked";
    static final String TAKEN = "taken";
    static final String ENDED = "ended";
    private static final int KILLED = -9;
    private static final int TERMINATED = -15;
    /** Of a child that never began. */
    private static final int NOT_STARTED = 1;

    private final Hosts hosts;
    private final String id;
    private final String name;
    private final long endNanos;
    private final Duration limit;

    /** Guarded by this, as is what follows. */
    private String state = ASKED;

    private long pid;
    private String agent = "-";
    /** Null while it has not ended. */
    private End end;
    /** Whether the server knows it. */
    private boolean isKnown;

    /** Whether it never began, or nobody knows what became of it. */
    private boolean isRefused;

    FarChild(Hosts hosts, String id, String name, Duration limit) {
        this.hosts = hosts;
        this.id = id;
        this.name = name;
        this.limit = limit;
        endNanos = System.nanoTime() + limit.toNanos();
    }

    String id() {
        return id;
    }

    /** Until when an agent has to have taken it, as {@link System#nanoTime} says. */
    long endNanos() {
        return endNanos;
    }

    Duration limit() {
        return limit;
    }

    synchronized void setKnown() {
        isKnown = true;
    }

    synchronized boolean isKnown() {
        return isKnown;
    }

    synchronized String state() {
        return state;
    }

    /** Whether no agent has taken it in time. */
    synchronized boolean isLate() {
        return isKnown && state.equals(ASKED) && System.nanoTime() - endNanos >= 0;
    }

    // ---------------------------------------------------------------- what becomes of it

    synchronized void setState(String newState, long newPid, String newAgent) {
        if (end == null) {
            state = newState;
            pid = newPid;
            agent = newAgent;
            notifyAll();
        }
    }

    private synchronized void setEnd(End newEnd) {
        if (end == null) {
            end = newEnd;
            state = ENDED;
            notifyAll();
        }
    }

    /** Its agent has told how it ended. */
    void setReported(byte[] report) {
        setEnd(EndReport.read(report));
    }

    /** It has ended, and no agent has told how. */
    void setEnded(String why) {
        switch (why) {
            case Hosts.TERMINATE -> setEnd(new End(TERMINATED, Optional.empty(), List.of()));
            case Hosts.KILL -> setEnd(new End(KILLED, Optional.empty(), List.of()));
            case "gone" -> setLost("the agent on " + agent() + " is gone", null);
            default -> setRefused(why);
        }
    }

    /** It will not begin. */
    void setRefused(String why) {
        setRefused("child process " + name + " was not started: " + why, NOT_STARTED, null);
    }

    /** Nobody knows what becomes of it, or it ended with its agent. */
    void setLost(String why, Throwable cause) {
        long knownPid = pid();
        setRefused(
                "child process " + name + (knownPid == 0 ? "" : " (pid " + knownPid + " on " + agent() + ")")
                        + " is lost: " + why,
                KILLED,
                cause);
    }

    private synchronized void setRefused(String message, int exitCode, Throwable cause) {
        isRefused = true;
        Throwable reason = new MultiprocessingException(message, cause);
        setEnd(new End(
                exitCode, Optional.of(new ChildFailedException(message, reason, "", exitCode, List.of())), List.of()));
    }

    private synchronized String agent() {
        return agent;
    }

    /** Waits until an agent has started it; throws if none does. */
    synchronized void awaitStart() {
        try {
            while (end == null && (state.equals(ASKED) || state.equals(TAKEN))) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            destroyForcibly();
            throw new MultiprocessingException(
                    "interrupted while an agent was to start a child, name=" + name + ", host timeout=" + limit, e);
        }
        if (isRefused && pid == 0) {
            throw new MultiprocessingException(end.failure().orElseThrow().getMessage());
        }
    }

    // ---------------------------------------------------------------- as a process

    @Override
    public synchronized End end() {
        return end;
    }

    @Override
    public synchronized boolean isAlive() {
        return end == null;
    }

    @Override
    public synchronized long pid() {
        return pid;
    }

    @Override
    public synchronized int waitFor() throws InterruptedException {
        while (end == null) {
            wait();
        }
        return end.exitCode();
    }

    @Override
    public void interruptTask() {
        hosts.order(this, Hosts.INTERRUPT);
    }

    @Override
    public void destroy() {
        hosts.order(this, Hosts.TERMINATE);
    }

    @Override
    public Process destroyForcibly() {
        hosts.order(this, Hosts.KILL);
        return this;
    }

    @Override
    public String toString() {
        return "FarChild[name=" + name + ", state=" + state() + ", pid=" + pid() + ", host=" + agent() + "]";
    }
}
