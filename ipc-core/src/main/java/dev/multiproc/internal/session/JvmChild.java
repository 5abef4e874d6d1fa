package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.Restart;
import dev.multiproc.RestartPolicy;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.entry.FarProcess;
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
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A child that is a JVM of its own. */
final class JvmChild implements ChildProcess, AwaitAny.Ending {
    private static final int TERMINATED = -15;
    private static final int KILLED = -9;
    /** The exit code of a JVM that SIGTERM reaches while it exits by itself. */
    private static final int TERMINATED_AT_EXIT = 143;
    /** Stands for an exit code where no process could be started. */
    private static final int FAILED_START = 1;

    private final ChildHost firstHost;
    /** Where its last process was started, or is to be. */
    private volatile ChildHost host;

    private final String name;
    private final String identity;
    private final ChildEnd end;
    /** Guarded by this; null once it is not needed any more. */
    private ProcessTask task;

    private boolean daemon;
    private ChildOptions options = ChildOptions.defaults();
    private volatile Process process;
    private volatile long startedNanos;
    /** Null for none. */
    private volatile Restarts restarts;
    /** Null for none. */
    private volatile Consumer<Restart> restartListener;

    private final Object slotLock = new Object();
    /** Null before the start, and again once the slot may be another process's. Guarded by the lock of its own. */
    private Reservation slot;

    private volatile boolean isEndRequested;
    /** Whether the program knows, or will, how the child has ended. */
    private volatile boolean isAsked;

    /** A child that has not been started. */
    JvmChild(ChildHost host, String name, String identity, boolean daemon, ProcessTask task) {
        firstHost = host;
        this.host = host;
        this.name = name;
        this.identity = identity;
        this.daemon = daemon;
        this.task = task;
        end = new ChildEnd(name);
    }

    @Override
    public synchronized ChildProcess start() {
        if (process != null) {
            throw new IllegalStateException("cannot start a process twice, name=" + name);
        }
        launch();
        if (restarts == null) {
            task = null;
        }
        return this;
    }

    /** Starts a process. Called under the lock. */
    private void launch() {
        host = firstHost.placeFor(options);
        host.checkMayStart();
        Optional<OutputCapture> output = host.capture(options, name, process != null);
        Reservation prepared = host.prepare(name, identity, daemon, options, task);
        Process before = process;
        boolean isWatched = false;
        try {
            Process started = host.start(prepared, output);
            startedNanos = System.nanoTime();
            process = started;
            setSlot(prepared);
            host.started(prepared, this, started.pid());
            EndWatch.start(started, new Runnable() {
                @Override
                public void run() {
                    ended(started, prepared, output);
                }
            });
            isWatched = true;
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "the operating system refuses to start a process, name=" + name + ": " + e.getMessage()
                            + "; see that memory and processes are left (ulimit -u), and that the child's JDK and directory exist",
                    e);
        } finally {
            // Whatever was thrown, the slot has to be given back, or the session loses it.
            if (!isWatched) {
                cancel(prepared, before);
            }
        }
    }

    private void cancel(Reservation prepared, Process before) {
        try {
            if (process != before) {
                EndWatch.await(process.destroyForcibly());
            }
        } finally {
            process = before;
            setSlot(null);
            host.cancelled(prepared, this);
        }
    }

    private void ended(Process dead, Reservation prepared, Optional<OutputCapture> output) {
        int code = ExitStatus.of(dead.exitValue(), 0);
        boolean hasBegun = true;
        ChildFailedException found = null;
        setSlot(null);
        try {
            ChildHost.Ending ending = cleanUp(prepared);
            code = ExitStatus.of(dead.exitValue(), ending.mark());
            if (output.isPresent()) {
                output.get().awaitConsumed();
            }
            hasBegun = ending.mark() != ExitStatus.NEVER_BEGAN;
            found = hasBegun
                    ? failure(ending, code, output)
                    : host.startFailure(prepared, name, code, isEndRequested, output)
                            .orElse(null);
        } catch (RuntimeException e) {
            Journal.warn(JvmChild.class, "what ended child process " + name + " cannot be told", e);
        } finally {
            if (!isStartedAgain(code, found)) {
                finish(code, found, hasBegun);
            }
        }
    }

    private void finish(int code, ChildFailedException found, boolean hasBegun) {
        try {
            end.set(code, found);
            if (found != null && (hasBegun || !host.isStartReported(code))) {
                host.failed(this, code);
                if (isAsked) {
                    host.asked(this);
                }
            }
        } finally {
            end.setOver();
            host.forget(this);
            end.complete(this);
        }
    }

    /** Waits as the policy says and starts the child again; false if it has ended for good. */
    private boolean isStartedAgain(int code, ChildFailedException found) {
        Restarts mine = restarts;
        if (mine == null) {
            return false;
        }
        Optional<Duration> delay = mine.next(code, Duration.ofNanos(System.nanoTime() - startedNanos));
        while (delay.isPresent()) {
            tell(new Restart(this, mine.count(), code, Optional.ofNullable(found), delay.get()));
            try {
                if (!mine.awaitDelay(delay.get())) {
                    return false;
                }
                synchronized (this) {
                    if (!mine.isStopped()) {
                        launch();
                        return true;
                    }
                }
                return false;
            } catch (RuntimeException | Error e) {
                Journal.warn(JvmChild.class, "child process " + name + " cannot be started again", e);
                delay = mine.next(FAILED_START, Duration.ZERO);
            }
        }
        return false;
    }

    private void tell(Restart restart) {
        Consumer<Restart> listener = restartListener;
        if (listener != null) {
            try {
                listener.accept(restart);
            } catch (RuntimeException | Error e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    @Override
    public void stopRestarts() {
        Restarts mine = restarts;
        if (mine != null) {
            mine.stop();
        }
    }

    private void setSlot(Reservation newSlot) {
        synchronized (slotLock) {
            slot = newSlot;
        }
    }

    private ChildHost.Ending cleanUp(Reservation prepared) {
        try {
            return host.ended(prepared, name);
        } catch (RuntimeException e) {
            // The janitor cleans up what was not cleaned up here; the child has ended in any case.
            Journal.warn(JvmChild.class, "clearing up after child process " + name + " failed", e);
            return new ChildHost.Ending(0, Optional.empty(), List.of());
        }
    }

    /** What went wrong with a process that had begun; null if nothing did. */
    private ChildFailedException failure(ChildHost.Ending ending, int code, Optional<OutputCapture> output) {
        if (ending.failure().isEmpty() && (code == 0 || isEndedOnPurpose(code))) {
            return null;
        }
        List<String> lines = output.isPresent() ? output.get().lastLines() : ending.lastLines();
        return ending.failure().isPresent()
                ? ChildFailure.complete(ending.failure().get(), code, lines)
                : ChildFailure.ofExit(name, pid().orElse(0), code, lines);
    }

    private boolean isEndedOnPurpose(int code) {
        return isEndRequested && (code == TERMINATED || code == KILLED || code == TERMINATED_AT_EXIT);
    }

    private void checkNotStarted() {
        if (process != null) {
            throw new IllegalStateException("the process has already been started, name=" + name);
        }
    }

    /** The system's process; null before the start. */
    Process process() {
        return process;
    }

    private Process startedProcess() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("the process has not been started, name=" + name);
        }
        return started;
    }

    /** See {@link ChildEnd#leave}. */
    void leave() {
        end.leave();
    }

    @Override
    public AwaitAny.EndOf end() {
        startedProcess();
        return end;
    }

    @Override
    public void join() throws InterruptedException {
        startedProcess();
        end.join();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        startedProcess();
        return end.join(timeout);
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
        ChildFailure.throwIfFailed(end.failure(), name, pid().orElse(0), end.exitCode());
    }

    /** Called when the program learns how the child has ended. */
    private void asked() {
        if (!isAsked) {
            isAsked = true;
            if (end.failure() != null) {
                host.asked(this);
            }
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && !end.isOver();
    }

    @Override
    public OptionalLong pid() {
        Process started = process;
        return started == null || started.pid() == 0 ? OptionalLong.empty() : OptionalLong.of(started.pid());
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
        checkNotStarted();
        daemon = newDaemon;
        return this;
    }

    @Override
    public synchronized ChildProcess options(ChildOptions own) {
        checkNotStarted();
        options = Objects.requireNonNull(own, "options");
        return this;
    }

    @Override
    public synchronized ChildProcess restart(RestartPolicy policy) {
        checkNotStarted();
        restarts = policy.when() == RestartPolicy.When.NEVER ? null : new Restarts(policy);
        return this;
    }

    @Override
    public synchronized ChildProcess onRestart(Consumer<Restart> listener) {
        checkNotStarted();
        restartListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    @Override
    public int restarts() {
        Restarts mine = restarts;
        return mine == null ? 0 : mine.count();
    }

    @Override
    public OptionalInt exitCode() {
        if (!end.isOver()) {
            return OptionalInt.empty();
        }
        asked();
        return OptionalInt.of(end.exitCode());
    }

    @Override
    public Optional<ChildFailedException> failure() {
        if (!end.isOver()) {
            return Optional.empty();
        }
        asked();
        return Optional.ofNullable(end.failure());
    }

    @Override
    public void interrupt() {
        startedProcess();
        synchronized (slotLock) {
            if (slot != null) {
                host.interrupt(slot);
            }
        }
    }

    @Override
    public void terminate() {
        startedProcess();
        end(endRequestedProcess(), false);
    }

    @Override
    public void kill() {
        startedProcess();
        end(endRequestedProcess(), true);
    }

    /**
     * Ends it by its handle, if it is of this machine: the process itself would close the pipes with it, and lose what the child
     * wrote and still writes.
     */
    private static void end(Process process, boolean isForced) {
        if (process instanceof FarProcess && isForced) {
            process.destroyForcibly();
        } else if (process instanceof FarProcess) {
            process.destroy();
        } else if (isForced) {
            process.toHandle().destroyForcibly();
        } else {
            process.toHandle().destroy();
        }
    }

    /** The process to end, after which there is no other. */
    private Process endRequestedProcess() {
        isEndRequested = true;
        if (restarts == null) {
            return process;
        }
        stopRestarts();
        // Waits for a restart that is under way.
        synchronized (this) {
            return process;
        }
    }

    @Override
    public CompletableFuture<ChildProcess> onExit() {
        startedProcess();
        asked();
        return end.future();
    }

    @Override
    public String toString() {
        String state = process == null ? "initial" : end.isOver() ? "exitCode=" + end.exitCode() : "started";
        return "ChildProcess[name=" + name + ", pid=" + pid().orElse(0) + ", " + state
                + (isDaemon() ? ", daemon]" : "]");
    }
}
