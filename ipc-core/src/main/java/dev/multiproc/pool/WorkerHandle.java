package dev.multiproc.pool;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildProcess;
import dev.multiproc.pool.WorkerDiedException.Reason;
import java.time.Duration;
import java.util.List;

/**
 * A worker, as its pool sees it.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class WorkerHandle {
    /** What a worker is doing, as far as the pool was told. */
    enum State {
        STARTING,
        WORKS,
        /** It takes no task any more. */
        LEAVES,
        ENDED
    }

    private final int number;
    private final int place;
    private final String name;
    private final ChildProcess process;
    private final boolean isElsewhere;
    private final long startedNanos;

    /** Guarded by this, as is what follows. */
    private State state = State.STARTING;

    private boolean leavesWhenReady;
    private boolean hasLeft;
    /** Why the pool ends it; null if it does not. */
    private Reason reason;

    private String reasonText;
    /** The task because of which the pool ends it; null if it is none. */
    private Call guilty;

    private List<String> lastLines = List.of();
    private long tasks;
    private long startNanos;
    private long initializeNanos;
    private long waitNanos;
    private long workNanos;
    private long exitNanos;

    /**
     * One that is going to be started.
     *
     * @param isElsewhere whether its process is on another host
     */
    WorkerHandle(int number, int place, String name, ChildProcess process, boolean isElsewhere) {
        this.isElsewhere = isElsewhere;
        this.number = number;
        this.place = place;
        this.name = name;
        this.process = process;
        startedNanos = System.nanoTime();
    }

    int number() {
        return number;
    }

    int place() {
        return place;
    }

    String name() {
        return name;
    }

    ChildProcess process() {
        return process;
    }

    synchronized State state() {
        return state;
    }

    /** Whether the worker has not begun and is to leave when it has. */
    synchronized boolean isToLeaveWhenReady(int order) {
        if (state == State.STARTING && order == Board.LEAVE) {
            state = State.LEAVES;
            leavesWhenReady = true;
            return true;
        }
        return false;
    }

    /** Whether the worker is ready now, and to be told to leave. */
    synchronized boolean takeLeaveWhenReady() {
        boolean isToLeave = leavesWhenReady;
        leavesWhenReady = false;
        return isToLeave;
    }

    synchronized void setLeaving() {
        if (state != State.ENDED) {
            state = State.LEAVES;
        }
    }

    /** Called when its process has ended, with the last lines of its standard error. */
    synchronized void setEnded(List<String> lines) {
        state = State.ENDED;
        lastLines = lines;
    }

    /** What it wrote last: all that is known if its output goes through this process or to a file, else its errors. */
    private List<String> lastLines() {
        List<String> all =
                process.failure().map(ChildFailedException::lastLines).orElse(List.of());
        return all.isEmpty() ? lastLines : all;
    }

    /** Whether it was ready for tasks, or the pool has ended it before that. */
    synchronized boolean hasBegun() {
        return startNanos > 0 || reason != null;
    }

    /** Whether it ended as a worker should: it had left. */
    synchronized boolean hasLeft() {
        return hasLeft;
    }

    /** Called when a message has come from it. */
    synchronized void told(ResultMessage message) {
        switch (message.kind()) {
            case ResultMessage.READY, ResultMessage.NOT_INITIALIZED -> {
                initializeNanos = message.workNanos();
                startNanos = System.nanoTime() - startedNanos - initializeNanos;
                if (state == State.STARTING && message.kind() == ResultMessage.READY) {
                    state = State.WORKS;
                }
            }
            case ResultMessage.LEAVING -> setLeaving();
            case ResultMessage.LEFT -> {
                setLeaving();
                hasLeft = true;
                exitNanos = message.workNanos();
            }
            default -> {
                tasks++;
                waitNanos += message.waitNanos();
                workNanos += message.workNanos();
            }
        }
    }

    /** Has it end; a stopped process heeds no signal but the one that kills it. */
    void terminate() {
        if (!isElsewhere && StoppedProcess.is(process.pid().orElse(0))) {
            process.kill();
        } else {
            process.terminate();
        }
    }

    /** Kills it because of one of its tasks, or of none (null); the first reason counts. */
    void kill(Reason why, String text, Call guilty) {
        synchronized (this) {
            if (reason == null) {
                this.guilty = guilty;
            }
            setReason(why, text);
        }
        process.kill();
    }

    synchronized void setReason(Reason why, String text) {
        if (reason == null && state != State.ENDED) {
            reason = why;
            reasonText = text;
        }
    }

    synchronized PoolStatistics.Worker statistics() {
        return new PoolStatistics.Worker(
                name,
                process.pid().orElse(0),
                state != State.ENDED,
                tasks,
                Duration.ofNanos(startNanos),
                Duration.ofNanos(initializeNanos),
                Duration.ofNanos(waitNanos),
                Duration.ofNanos(workNanos),
                Duration.ofNanos(exitNanos));
    }

    private Reason reason(Call call, boolean isOutOfMemory) {
        if (reason == null) {
            return isOutOfMemory && !isElsewhere ? Reason.OUT_OF_MEMORY : Reason.DIED;
        }
        return guilty != null && guilty != call ? Reason.OTHER_TASK : reason;
    }

    /** What its death means for a task that it had. Called when it has ended. */
    synchronized WorkerDiedException death(Call call, int attempts, boolean isOutOfMemory) {
        int exitCode = process.exitCode().orElse(0);
        long pid = process.pid().orElse(0);
        List<String> lines = lastLines();
        Reason why = reason(call, isOutOfMemory);
        StringBuilder text = new StringBuilder(call.description())
                .append(": its worker ")
                .append(name)
                .append(" (pid ")
                .append(pid)
                .append(") ")
                .append(exitCode < 0 ? "was ended by signal " + -exitCode : "ended with exit code " + exitCode);
        text.append(
                switch (why) {
                    case OUT_OF_MEMORY ->
                        "; the kernel has ended a process for lack of memory meanwhile, most likely this one";
                    case DIED ->
                        exitCode == -9
                                ? "; the pool did not do that: if nobody else did, the kernel may have, for lack of memory (see dmesg)"
                                : "";
                    default -> "; " + reasonText;
                });
        if (attempts > 1) {
            text.append("; attempts=").append(attempts);
        }
        for (String line : lines) {
            text.append(System.lineSeparator()).append("  ").append(line);
        }
        return new WorkerDiedException(
                text.toString(), why, new WorkerDiedException.Worker(pid, exitCode, lines), call.taskIndex(), attempts);
    }
}
