package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.launch.ChildFailure;
import dev.multiproc.internal.launch.EndWatch;
import dev.multiproc.internal.launch.ExitStatus;
import dev.multiproc.internal.launch.OutputCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child that is a JVM of its own. */
final class JvmChild implements ChildProcess {
    private static final int TERMINATED = -15;
    private static final int KILLED = -9;

    private final ChildHost host;
    private final String name;
    private final String identity;
    /**
     * For users. Not for joins: actions that users attach to it run before its waiters continue, and may themselves wait.
     */
    private final CompletableFuture<ChildProcess> ended = new CompletableFuture<>();
    /** What joins wait for: true once the child has ended, false if this process exits without it. */
    private final CompletableFuture<Boolean> joined = new CompletableFuture<>();
    /** Guarded by this; null once the child is started. */
    private ProcessTask task;

    private boolean daemon;
    private ChildOptions options = ChildOptions.defaults();
    private volatile Process process;
    private volatile boolean isEndRequested;
    private volatile int exitCode;
    private volatile boolean hasEnded;
    private volatile ChildFailedException failure;
    /** Whether the program knows, or will, how the child has ended. */
    private volatile boolean isAsked;

    /** A child that has not been started. */
    JvmChild(ChildHost host, String name, String identity, boolean daemon, ProcessTask task) {
        this.host = host;
        this.name = name;
        this.identity = identity;
        this.daemon = daemon;
        this.task = task;
    }

    @Override
    public synchronized ChildProcess start() {
        if (process != null) {
            throw new IllegalStateException("cannot start a process twice, name=" + name);
        }
        host.checkMayStart();
        Optional<OutputCapture> output = host.capture(options, name);
        Reservation prepared = host.prepare(name, identity, daemon, options, task);
        boolean isWatched = false;
        try {
            Process started = host.start(prepared, output);
            process = started;
            host.started(prepared, this, started.pid());
            EndWatch.start(started, new Runnable() {
                @Override
                public void run() {
                    ended(started, prepared, output);
                }
            });
            isWatched = true;
        } catch (IOException e) {
            throw new MultiprocessingException("the operating system refuses to start a process, name=" + name, e);
        } finally {
            // Whatever was thrown, the slot has to be given back, or the session loses it.
            if (!isWatched) {
                cancel(prepared);
            }
        }
        task = null;
        return this;
    }

    private void cancel(Reservation prepared) {
        try {
            if (process != null) {
                EndWatch.await(process.destroyForcibly());
            }
        } finally {
            process = null;
            host.cancelled(prepared, this);
        }
    }

    private void ended(Process dead, Reservation prepared, Optional<OutputCapture> output) {
        int code = ExitStatus.of(dead.exitValue(), 0);
        try {
            ChildHost.Ending ending = cleanUp(prepared);
            code = ExitStatus.of(dead.exitValue(), ending.mark());
            if (output.isPresent()) {
                output.get().awaitConsumed();
            }
            setFailure(prepared, ending, code, output);
        } catch (RuntimeException e) {
            Journal.warn(JvmChild.class, "what ended child process " + name + " cannot be told", e);
        } finally {
            exitCode = code;
            hasEnded = true;
            host.forget(this);
            joined.complete(true);
            ended.complete(this);
        }
    }

    private ChildHost.Ending cleanUp(Reservation prepared) {
        try {
            return host.ended(prepared, name);
        } catch (RuntimeException e) {
            // The janitor cleans up what was not cleaned up here; the child has ended in any case.
            Journal.warn(JvmChild.class, "clearing up after child process " + name + " failed", e);
            return new ChildHost.Ending(0, Optional.empty());
        }
    }

    /** Finds out what went wrong, if anything did. */
    private void setFailure(Reservation prepared, ChildHost.Ending ending, int code, Optional<OutputCapture> output) {
        ChildFailedException found = null;
        boolean hasBegun = ending.mark() != ExitStatus.NEVER_BEGAN;
        if (!hasBegun) {
            found = host.startFailure(prepared, name, code, isEndRequested, output)
                    .orElse(null);
        } else if (ending.failure().isPresent() || code != 0 && !isEndedOnPurpose(code)) {
            List<String> lines = output.isPresent() ? output.get().lastLines() : List.of();
            found = ending.failure().isPresent()
                    ? ChildFailure.complete(ending.failure().get(), code, lines)
                    : ChildFailure.ofExit(name, pid().orElse(0), code, lines);
        }
        failure = found;
        if (found != null && (hasBegun || !host.isStartReported(code))) {
            host.failed(this, code);
            if (isAsked) {
                host.asked(this);
            }
        }
    }

    private boolean isEndedOnPurpose(int code) {
        return isEndRequested && (code == TERMINATED || code == KILLED);
    }

    private Process startedProcess() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("the process has not been started, name=" + name);
        }
        return started;
    }

    /** Ends joins, since this process exits without the child: the exit may have to wait for the thread that joins. */
    void leave() {
        joined.complete(false);
    }

    @Override
    public void join() throws InterruptedException {
        startedProcess();
        try {
            checkNotLeft(joined.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        startedProcess();
        try {
            checkNotLeft(joined.get(Math.max(0, TimeUnit.NANOSECONDS.convert(timeout)), TimeUnit.NANOSECONDS));
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void joinOrThrow() throws InterruptedException {
        join();
        throwIfFailed();
    }

    @Override
    public void joinOrThrow(Duration timeout) throws InterruptedException, TimeoutException {
        if (!join(timeout)) {
            throw new TimeoutException("the child process has not ended, name=" + name + ", pid=" + pid().orElse(0)
                    + ", timeout=" + timeout);
        }
        throwIfFailed();
    }

    private void throwIfFailed() {
        asked();
        ChildFailure.throwIfFailed(failure, name, pid().orElse(0), exitCode);
    }

    /** Called when the program learns how the child has ended. */
    private void asked() {
        if (!isAsked) {
            isAsked = true;
            if (failure != null) {
                host.asked(this);
            }
        }
    }

    /** Throws if this process exits without the child. A daemon thread goes on waiting instead, since no exit waits for it. */
    private void checkNotLeft(boolean isOver) throws InterruptedException, ExecutionException {
        if (!isOver && Thread.currentThread().isDaemon()) {
            ended.get();
        } else if (!isOver && !hasEnded) {
            throw new IllegalStateException("this process exits without its child, name=" + name);
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && !hasEnded;
    }

    @Override
    public OptionalLong pid() {
        Process started = process;
        return started == null ? OptionalLong.empty() : OptionalLong.of(started.pid());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized boolean isDaemon() {
        return daemon;
    }

    @Override
    public synchronized ChildProcess daemon(boolean newDaemon) {
        if (process != null) {
            throw new IllegalStateException("the process has already been started, name=" + name);
        }
        daemon = newDaemon;
        return this;
    }

    @Override
    public synchronized ChildProcess options(ChildOptions own) {
        if (process != null) {
            throw new IllegalStateException("the process has already been started, name=" + name);
        }
        options = Objects.requireNonNull(own, "options");
        return this;
    }

    @Override
    public OptionalInt exitCode() {
        if (!hasEnded) {
            return OptionalInt.empty();
        }
        asked();
        return OptionalInt.of(exitCode);
    }

    @Override
    public Optional<ChildFailedException> failure() {
        if (!hasEnded) {
            return Optional.empty();
        }
        asked();
        return Optional.ofNullable(failure);
    }

    /** By its handle: the process itself would close the pipes with it, and lose what the child wrote and still writes. */
    @Override
    public void terminate() {
        Process started = startedProcess();
        isEndRequested = true;
        started.toHandle().destroy();
    }

    @Override
    public void kill() {
        Process started = startedProcess();
        isEndRequested = true;
        started.toHandle().destroyForcibly();
    }

    @Override
    public CompletableFuture<ChildProcess> onExit() {
        startedProcess();
        asked();
        return ended.copy();
    }

    @Override
    public String toString() {
        String state = process == null ? "initial" : hasEnded ? "exitCode=" + exitCode : "started";
        return "ChildProcess[name=" + name + ", pid=" + pid().orElse(0) + ", " + state
                + (isDaemon() ? ", daemon]" : "]");
    }
}
