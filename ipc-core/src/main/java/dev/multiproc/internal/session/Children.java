package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildProcess;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.launch.ChildCommand;
import dev.multiproc.internal.launch.ChildCommands;
import dev.multiproc.internal.launch.ChildHome;
import dev.multiproc.internal.launch.ExitStatus;
import dev.multiproc.internal.launch.FailureReport;
import dev.multiproc.internal.launch.JvmChild;
import dev.multiproc.internal.launch.Spares;
import dev.multiproc.internal.launch.StartFailure;
import dev.multiproc.internal.launch.TaskEnvelope;
import dev.multiproc.internal.launch.WrittenOptions;
import dev.multiproc.internal.live.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The children that this process starts in a session. */
final class Children implements ChildHome {
    private static final String DEFAULT_NAME = "ChildProcess-";
    private static final Duration DAEMON_GRACE = Duration.ofSeconds(5);

    private final LocalSession session;
    private final SessionDirectory directory;
    private final ProcessTable processes;
    private final Liveness liveness;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<JvmChild> running = ConcurrentHashMap.newKeySet();
    /** Of the children that have not ended. */
    private final Map<Reservation, ChildCommand> started = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private ChildCommands commands;

    private byte[] options;
    private boolean closing;
    /** Null if there are none. */
    private volatile Spares spares;
    /** A spare finds the classes that it was started for, and no others. */
    private volatile ChildCommand commandOfSpares;

    Children(LocalSession session, SessionDirectory directory, ProcessTable processes, Liveness liveness) {
        this.session = session;
        this.directory = directory;
        this.processes = processes;
        this.liveness = liveness;
    }

    ChildProcess make(String name, ProcessTask task) {
        Objects.requireNonNull(task, "task");
        session.checkOpen();
        String parent = session.me().identity();
        String identity = (parent.isEmpty() ? "" : parent + ":") + count.incrementAndGet();
        String childName = name != null ? name : DEFAULT_NAME + identity;
        return new JvmChild(this, childName, identity, session.me().daemon(), task);
    }

    List<ChildProcess> active() {
        // No streams at the end of a process: their classes take longer to load than all else that is done there.
        List<ChildProcess> alive = new ArrayList<>();
        for (JvmChild child : running) {
            if (child.isAlive()) {
                alive.add(child);
            }
        }
        return List.copyOf(alive);
    }

    @Override
    public void checkMayStart() {
        session.checkOpen();
        if (session.me().daemon()) {
            throw new IllegalStateException("daemonic processes are not allowed to have children");
        }
        synchronized (this) {
            if (closing) {
                throw new IllegalStateException("the session is closing");
            }
        }
    }

    @Override
    public Reservation prepare(String name, String identity, boolean daemon, ProcessTask task) {
        Class<?> taskClass = TaskWriter.homeClass(task);
        ChainGuard.check(taskClass.getName());
        ShellTask.check(task, taskClass);
        byte[] serialized = serialize(task);
        ChildCommand command = commands().forTask(taskClass);
        if (session.parent().isEmpty()) {
            command.makeArchive(ArchiveMaker.class, taskClass.getName());
        }
        Reservation child = processes.reserve(session.me().slot(), 0, name, daemon);
        int slot = child.slot();
        KillPoint.SPAWN_RESERVED.here();
        boolean isReady = false;
        try {
            // Of an earlier child in this slot, whose parent had died.
            Files.deleteIfExists(directory.failure(slot));
            TaskEnvelope envelope = new TaskEnvelope(
                    child.generation(), Joining.depth() + 1, name, identity, daemon, options(), serialized);
            directory.writePrivately(directory.task(slot), envelope.toBytes());
            started.put(child, command);
            isReady = true;
            KillPoint.SPAWN_PREPARED.here();
            return child;
        } catch (IOException e) {
            throw new MultiprocessingException("cannot write a child's task, path=" + directory.task(slot), e);
        } finally {
            if (!isReady) {
                processes.free(child);
            }
        }
    }

    @Override
    public Process start(Reservation prepared) throws IOException {
        ChildCommand command = started.get(prepared);
        Spares ready = spares;
        Process spare = ready == null || command != commandOfSpares
                ? null
                : ready.take(SpareMain.message(prepared.slot(), prepared.generation()));
        return spare != null
                ? spare
                : command.process(
                                ChildMain.class,
                                directory.root().toString(),
                                Integer.toString(prepared.slot()),
                                Integer.toString(prepared.generation()))
                        .start();
    }

    /** Has as many spares from now on as the options say. */
    void keepSpares() {
        int count = session.options().spares();
        if (count > 0) {
            spares = new Spares(count, this::spare);
        }
    }

    private synchronized ProcessBuilder spare() {
        if (commandOfSpares == null) {
            commandOfSpares = commands().usual();
        }
        return commandOfSpares.process(SpareMain.class, directory.root().toString());
    }

    private byte[] serialize(ProcessTask task) {
        SharedHandle.DESTINATION.set(session.id());
        try {
            return TaskWriter.write(task);
        } finally {
            SharedHandle.DESTINATION.remove();
        }
    }

    private synchronized byte[] options() {
        if (options == null) {
            options = WrittenOptions.of(session.options());
        }
        return options;
    }

    private synchronized ChildCommands commands() {
        if (commands == null) {
            commands = new ChildCommands(
                    session.options(), directory.arguments(session.me().slot()));
        }
        return commands;
    }

    @Override
    public void started(Reservation prepared, JvmChild child, long pid) {
        KillPoint.SPAWN_STARTED.here();
        processes.started(prepared, pid);
        running.add(child);
    }

    @Override
    public void cancelled(Reservation prepared) {
        started.remove(prepared);
        deleteTask(prepared.slot());
        processes.free(prepared);
    }

    private void deleteTask(int slot) {
        try {
            Files.deleteIfExists(directory.task(slot));
        } catch (IOException e) {
            throw new MultiprocessingException("cannot delete a child's task, path=" + directory.task(slot), e);
        }
    }

    @Override
    public int ended(Reservation prepared, JvmChild child) {
        int slot = prepared.slot();
        running.remove(child);
        boolean isSwept = false;
        try {
            liveness.sweepEnded(prepared);
            isSwept = true;
        } finally {
            if (!isSwept) {
                // The janitor tries again.
                processes.disown(prepared);
            }
        }
        if (!TaskEnvelope.hasBegun(directory.task(slot).toFile())) {
            deleteTask(slot);
            return ExitStatus.NEVER_BEGAN;
        }
        started.remove(prepared);
        deleteTask(slot);
        return processes.exitMark(slot);
    }

    @Override
    public Optional<ChildFailedException> startFailure(
            Reservation prepared, String name, int exitCode, boolean isToldToEnd) {
        ChildCommand command = started.remove(prepared);
        if (isToldToEnd) {
            return Optional.empty();
        }
        ChildFailedException failure =
                StartFailure.of(command.process(ChildMain.class, ChildMain.NOTHING_TO_DO), name, exitCode);
        if (session.options().failedStartsReported() && !StartFailure.isExpected(exitCode)) {
            System.err.println("Process " + name + ": "
                    + failure.getMessage().lines().findFirst().orElseThrow());
        }
        return Optional.of(failure);
    }

    @Override
    public Optional<ChildFailedException> failure(Reservation prepared, String name) {
        try {
            return FailureReport.read(directory.failure(prepared.slot()), name);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot read what ended the child, name=" + name, e);
        } finally {
            processes.free(prepared);
        }
    }

    /**
     * Ends daemons and joins the others, in the order of Python's exit.
     *
     * @return false if another thread does it, or has done it
     */
    boolean close() {
        synchronized (this) {
            if (closing) {
                return false;
            }
            closing = true;
        }
        if (spares != null) {
            spares.close();
        }
        List<ChildProcess> left = active();
        for (ChildProcess child : left) {
            if (child.isDaemon()) {
                child.terminate();
            }
        }
        boolean interrupted = false;
        for (ChildProcess child : left) {
            interrupted |= join(child, interrupted);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Waits for a child; ends it if this thread is, or was, interrupted. Gives whether it was interrupted now. */
    private static boolean join(ChildProcess child, boolean wasInterrupted) {
        boolean interrupted = false;
        boolean isToEnd = wasInterrupted || child.isDaemon();
        if (wasInterrupted) {
            child.terminate();
        }
        while (child.isAlive()) {
            try {
                if (!isToEnd) {
                    child.join();
                } else if (!child.join(DAEMON_GRACE)) {
                    child.kill();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                isToEnd = true;
                child.terminate();
            }
        }
        return interrupted;
    }
}
