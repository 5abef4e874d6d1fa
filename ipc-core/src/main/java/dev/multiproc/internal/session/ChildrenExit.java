package dev.multiproc.internal.session;

import dev.multiproc.ChildProcess;
import dev.multiproc.internal.launch.ExitStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a process parts with its children: daemons are ended, the others waited for, in the order of Python's exit.
 *
 * <p>When a signal has the JVM exit, the wait has a limit, and those who are left then go on without their parent. A child that
 * is ended by a signal does not wait at all, as in Python: its parent waits for it.
 *
 * <p>No lambdas and no streams: at the end of a process their classes take longer to load than all else that is done there.
 */
final class ChildrenExit {
    private static final Duration DAEMON_GRACE = Duration.ofSeconds(5);
    /** A killed child has ended by then. */
    private static final Duration KILLED_GRACE = Duration.ofSeconds(1);
    /** After this time the user is told which children are waited for. */
    private static final Duration SILENCE = Duration.ofSeconds(1);
    /** The interval of checks whether a signal has come. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final long NOT_YET = 0;
    /** When this JVM was first seen to exit because of a signal. */
    private static volatile long signalledNanos = NOT_YET;

    private final List<ChildProcess> children;
    /** Whether it is not the JVM that ends, or not that alone: a shutdown hook may close the session too. */
    private final boolean isClose;
    /** How long to wait when a signal ends this JVM. */
    private final Duration grace;

    private final long begunNanos = System.nanoTime();
    private long daemonEndNanos = begunNanos + DAEMON_GRACE.toNanos();
    private boolean interrupted;
    private boolean isTold;

    private ChildrenExit(List<ChildProcess> children, boolean isClose, Duration grace) {
        this.children = children;
        this.isClose = isClose;
        this.grace = grace;
    }

    /**
     * From a session that is closed, however long that takes, unless a signal ends this JVM. If this thread is interrupted, all
     * children are ended.
     */
    static ChildrenExit atClose(List<ChildProcess> children, Duration grace) {
        return new ChildrenExit(children, true, grace);
    }

    /** From a JVM that exits. */
    static ChildrenExit atExit(List<ChildProcess> children, Duration grace) {
        return new ChildrenExit(children, false, grace);
    }

    void run() {
        for (ChildProcess child : children) {
            if (child.isDaemon()) {
                child.terminate();
            }
        }
        boolean isInTime = true;
        for (ChildProcess child : children) {
            isInTime = isInTime && awaitEnd(child);
        }
        if (!isInTime && !grace.isZero()) {
            killDaemons();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives false if the time is up. */
    private boolean awaitEnd(ChildProcess child) {
        while (child.isAlive()) {
            if (isGraceOver()) {
                return false;
            }
            if ((child.isDaemon() || interrupted) && daemonEndNanos - System.nanoTime() <= 0) {
                child.kill();
            }
            tellIfItTakesLong();
            join(child, LOOK);
        }
        return true;
    }

    /** An interrupt ends all children. */
    private boolean join(ChildProcess child, Duration limit) {
        try {
            return child.join(limit);
        } catch (IllegalStateException e) {
            // The JVM exits without it: the time is up here too.
            return false;
        } catch (InterruptedException e) {
            interrupted = true;
            daemonEndNanos = System.nanoTime() + DAEMON_GRACE.toNanos();
            for (ChildProcess each : children) {
                each.terminate();
            }
            return false;
        }
    }

    /** Looked at again and again: a signal may come when this JVM has begun to exit, or its user gets impatient. */
    private boolean isGraceOver() {
        // While it does not exit, a thread of a signal's name is a handler of the user's own.
        if (isClose && !ExitHook.hasBegun()) {
            return false;
        }
        if (signalledNanos == NOT_YET && ExitStatus.markOfThisExit() > 0) {
            signalledNanos = System.nanoTime() | 1;
        }
        return signalledNanos != NOT_YET && System.nanoTime() - signalledNanos >= TimeUnit.NANOSECONDS.convert(grace);
    }

    private void killDaemons() {
        for (ChildProcess child : children) {
            if (child.isDaemon()) {
                child.kill();
            }
        }
        long end = System.nanoTime() + KILLED_GRACE.toNanos();
        for (ChildProcess child : children) {
            if (child.isDaemon()) {
                join(child, Duration.ofNanos(end - System.nanoTime()));
            }
        }
    }

    /** Else an exception in the body of a try would stay unseen while this waits, and nobody would know for whom. */
    private void tellIfItTakesLong() {
        if (isTold || !isClose || System.nanoTime() - begunNanos < SILENCE.toNanos()) {
            return;
        }
        isTold = true;
        StringBuilder text = new StringBuilder("multiproc: close() waits for the end of ");
        String separator = "";
        for (ChildProcess child : children) {
            if (child.isAlive()) {
                text.append(separator).append(child.name());
                text.append(" (pid ").append(child.pid().orElse(0)).append(')');
                separator = ", ";
            }
        }
        System.err.println(text);
    }
}
