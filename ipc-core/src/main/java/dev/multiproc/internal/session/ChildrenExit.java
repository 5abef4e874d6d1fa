package dev.multiproc.internal.session;

import dev.multiproc.ChildProcess;
import java.time.Duration;
import java.util.List;

/**
 * What a process does with its children at its end: it ends the daemons and waits for the others, in the order of Python's exit.
 *
 * <p>When a signal makes the JVM exit, the wait is limited, and the children that still run then go on without their parent. A
 * child that is ended by a signal does not wait at all, as in Python: its parent waits for it.
 *
 * <p>No lambdas and no streams: at the end of a process their classes take longer to load than everything else done there.
 */
final class ChildrenExit {
    private static final Duration DAEMON_GRACE = Duration.ofSeconds(5);
    /** Long enough for a killed child to end. */
    private static final Duration KILLED_GRACE = Duration.ofSeconds(1);
    /** After this time the user is told which children are waited for. */
    private static final Duration MESSAGE_DELAY = Duration.ofSeconds(1);

    private final List<ChildProcess> children;
    /** As in {@link ExitGrace}. */
    private final boolean isClose;
    /** How long to wait when a signal ends this JVM. */
    private final Duration grace;

    private final long startNanos = System.nanoTime();
    private long daemonEndNanos = startNanos + DAEMON_GRACE.toNanos();
    private boolean interrupted;
    private boolean isMessagePrinted;

    private ChildrenExit(List<ChildProcess> children, boolean isClose, Duration grace) {
        this.children = children;
        this.isClose = isClose;
        this.grace = grace;
    }

    /**
     * For a session that is closed: waits without a limit, unless a signal ends this JVM. If this thread is interrupted, all
     * children are ended.
     */
    static ChildrenExit atClose(List<ChildProcess> children, Duration grace) {
        return new ChildrenExit(children, true, grace);
    }

    /** For a JVM that exits. */
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
            if (ExitGrace.isOver(isClose, grace)) {
                return false;
            }
            if ((child.isDaemon() || interrupted) && daemonEndNanos - System.nanoTime() <= 0) {
                child.kill();
            }
            printMessageIfSlow();
            join(child, ExitGrace.CHECK_INTERVAL);
        }
        return true;
    }

    /** Waits for a child for a while. If this thread is interrupted, ends all children. */
    private boolean join(ChildProcess child, Duration limit) {
        try {
            return child.join(limit);
        } catch (IllegalStateException e) {
            // The JVM exits without the child, so this wait is over too.
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

    /** Without the message the user could not see why close() hangs, e.g. after an exception in the body of a try. */
    private void printMessageIfSlow() {
        if (isMessagePrinted || !isClose || System.nanoTime() - startNanos < MESSAGE_DELAY.toNanos()) {
            return;
        }
        isMessagePrinted = true;
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
