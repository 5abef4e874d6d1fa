package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.ChildOutput;
import dev.multiproc.ChildProcess;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.entry.OtherHosts;
import dev.multiproc.internal.launch.ChildCommand;
import dev.multiproc.internal.launch.ChildCommands;
import dev.multiproc.internal.launch.ExitStatus;
import dev.multiproc.internal.launch.FailureReport;
import dev.multiproc.internal.launch.OutputCapture;
import dev.multiproc.internal.launch.Preloader;
import dev.multiproc.internal.launch.ShellTask;
import dev.multiproc.internal.launch.Spares;
import dev.multiproc.internal.launch.StartFailure;
import dev.multiproc.internal.launch.TaskEnvelope;
import dev.multiproc.internal.launch.TaskWriter;
import dev.multiproc.internal.launch.WrittenOptions;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.object.Handover;
import dev.multiproc.internal.object.SharedHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The children that this process starts in a session. */
final class Children implements ChildHost, IntFunction<String> {
    private static final String DEFAULT_NAME = "ChildProcess-";

    private final Membership membership;
    private final SessionDirectory directory;
    private final ProcessTable processes;
    private final Liveness liveness;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<JvmChild> running = ConcurrentHashMap.newKeySet();
    /** The children that were started and not yet swept. */
    private final Map<Reservation, JvmChild> unswept = new ConcurrentHashMap<>();
    /** The commands of the children that have not ended. */
    private final Map<Reservation, ChildCommand> started = new ConcurrentHashMap<>();
    /** By what their argument files depend on. Guarded by this. */
    private final Map<ChildOptions, ChildCommands> commands = new HashMap<>();

    /** Outputs whose lines go to a consumer, until they are at their end. */
    private final Set<OutputCapture> reading = ConcurrentHashMap.newKeySet();
    /** Null if there are no other hosts. */
    private volatile FarChildren farChildren;

    /** Null until a child has failed. */
    private volatile FailedChildren failed;

    private final Handovers handovers = new Handovers();
    private byte[] options;
    private boolean closing;
    /** Null if there are none. */
    private volatile Spares spares;
    /** Spares are used only for tasks with this command: a spare's class path and environment are fixed when it starts. */
    private volatile ChildCommand commandOfSpares;
    /** Where spares write, if not to where this process writes. */
    private volatile Optional<OutputCapture> outputOfSpares = Optional.empty();

    Children(Membership membership, SessionDirectory directory, ProcessTable processes, Liveness liveness) {
        this.membership = membership;
        this.directory = directory;
        this.processes = processes;
        this.liveness = liveness;
    }

    ChildProcess make(String name, ProcessTask task) {
        Objects.requireNonNull(task, "task");
        membership.context().checkOpen();
        String parent = membership.me().identity();
        String identity = (parent.isEmpty() ? "" : parent + ":") + count.incrementAndGet();
        String childName = name != null ? name : DEFAULT_NAME + identity;
        return new JvmChild(this, childName, identity, membership.me().daemon(), task);
    }

    /** From now on children can be started on other hosts. */
    void setOtherHosts(OtherHosts hosts) {
        farChildren = new FarChildren(this, hosts);
    }

    @Override
    public ChildHost placeFor(ChildOptions ownOptions) {
        boolean isFar = ownOptions.host().isPresent()
                || membership.options().childOptions().host().isPresent();
        if (!isFar) {
            return this;
        }
        if (farChildren == null) {
            throw new UnsupportedOperationException(
                    "only a session at a server can start children on other hosts: open it"
                            + " with Multiprocessing.open(URI), and run 'multiproc agent ADDRESS' there, host="
                            + allOptions(ownOptions).host().orElseThrow());
        }
        return farChildren;
    }

    ChildOptions allOptions(ChildOptions ownOptions) {
        return membership.options().childOptions().plus(ownOptions);
    }

    /** Called when a child on another host is to be waited for at the end. */
    void begun(JvmChild child) {
        running.add(child);
    }

    List<ChildProcess> active() {
        // No streams at the end of a process: their classes take longer to load than everything else done there.
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
        membership.context().checkOpen();
        if (membership.me().daemon() && !Boolean.getBoolean(ChildProcess.MAY_HAVE_CHILDREN)) {
            throw new IllegalStateException("daemonic processes are not allowed to have children");
        }
        synchronized (this) {
            if (closing) {
                throw new IllegalStateException("the session is closing");
            }
        }
    }

    @Override
    public Reservation prepare(
            String name, String identity, boolean daemon, ChildOptions ownOptions, ProcessTask task) {
        Class<?> taskClass = TaskWriter.homeClass(
                ownOptions.classesOf().isPresent() ? ownOptions.classesOf().get() : task.getClass());
        ChainGuard.check(taskClass.getName());
        ShellTask.check(task, taskClass);
        List<Handover> handedOver;
        byte[] serialized;
        try (SharedHandle.Destination destination =
                SharedHandle.toChild(membership.context().address())) {
            serialized = TaskWriter.write(task);
            handedOver = destination.handedOver();
        }
        ChildOptions all = allOptions(ownOptions).withoutOutput();
        ChildCommand command = commands(all).forTask(taskClass).with(all);
        if (membership.parent().isEmpty()) {
            command.makeArchive(ArchiveMaker.class);
        }
        byte[] optionBytes = options();
        String required = Preloader.required(membership.options().preload());
        Reservation child = processes.reserve(membership.me().slot(), 0, name, daemon);
        int slot = child.slot();
        SessionKillPoint.SPAWN_RESERVED.here();
        boolean isReady = false;
        try {
            // Left by an earlier child in this slot whose parent had died.
            Files.deleteIfExists(directory.failure(slot));
            TaskEnvelope envelope = new TaskEnvelope(
                    child.generation(),
                    SessionJoiner.depth() + 1,
                    name,
                    identity,
                    daemon,
                    required,
                    optionBytes,
                    serialized);
            directory.writePrivately(directory.task(slot), envelope.toBytes());
            handovers.begin(child, handedOver);
            started.put(child, command);
            isReady = true;
            SessionKillPoint.SPAWN_PREPARED.here();
            return child;
        } catch (NoSuchFileException e) {
            throw MissingFile.exception(directory.task(slot), e);
        } catch (IOException e) {
            throw FileTrouble.of("cannot write a child's task, name=" + name, directory.task(slot), e);
        } finally {
            if (!isReady) {
                handovers.cancel(child);
                processes.free(child);
            }
        }
    }

    @Override
    public Optional<OutputCapture> capture(ChildOptions ownOptions, String name, boolean isRestart) {
        ChildOptions saysIt = ownOptions.output().isPresent()
                ? ownOptions
                : membership.options().childOptions();
        if (saysIt.output().isEmpty()) {
            return Optional.empty();
        }
        ChildOutput output = saysIt.output().get();
        boolean isFile = output.kind() == ChildOutput.Kind.FILE;
        return OutputCapture.of(
                isRestart && isFile ? ChildOutput.appendTo(output.file().orElseThrow()) : output, name);
    }

    @Override
    public Process start(Reservation prepared, Optional<OutputCapture> output) throws IOException {
        membership.processBegins();
        ChildCommand command = started.get(prepared);
        Spares ready = spares;
        ChildCommand ofSpares = commandOfSpares;
        Process spare = ready == null || ofSpares == null || !command.isSame(ofSpares) || !isOutputOfSpares(output)
                ? null
                : ready.take(SpareMain.message(prepared.slot(), prepared.generation()));
        Process process = spare != null ? spare : startNew(command, prepared, output);
        if (output.isPresent()) {
            output.get().begin(process, reading);
        }
        return process;
    }

    private Process startNew(ChildCommand command, Reservation prepared, Optional<OutputCapture> output)
            throws IOException {
        ProcessBuilder builder = command.process(
                output.isPresent() ? output.get().flags() : List.of(),
                ChildMain.class,
                directory.root().toString(),
                Integer.toString(prepared.slot()),
                Integer.toString(prepared.generation()));
        return output.isPresent() ? output.get().start(builder) : builder.start();
    }

    private boolean isOutputOfSpares(Optional<OutputCapture> output) {
        Optional<OutputCapture> ofSpares = outputOfSpares;
        return output.isPresent() ? ofSpares.isPresent() && output.get().fits(ofSpares.get()) : ofSpares.isEmpty();
    }

    /** From now on keeps as many spares as the options say. */
    void keepSpares() {
        int count = membership.options().spares();
        outputOfSpares = capture(ChildOptions.defaults(), "spare", false);
        if (count > 0 && (outputOfSpares.isEmpty() || outputOfSpares.get().fitsMany())) {
            spares = new Spares(count, this::spare);
        }
    }

    private synchronized ProcessBuilder spare() {
        if (commandOfSpares == null) {
            ChildOptions all = membership.options().childOptions().withoutOutput();
            commandOfSpares = commands(all).usual().with(all);
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(directory.root().toString());
        arguments.addAll(Preloader.arguments(membership.options().preload()));
        Optional<OutputCapture> output = outputOfSpares;
        ProcessBuilder builder = commandOfSpares.process(
                output.isPresent() ? output.get().flags() : List.of(),
                SpareMain.class,
                arguments.toArray(new String[0]));
        if (output.isPresent()) {
            output.get().redirect(builder);
        }
        return builder;
    }

    private synchronized byte[] options() {
        if (options == null) {
            options = WrittenOptions.of(membership.options());
        }
        return options;
    }

    /** The commands for children with these options, and for those who can share their argument files. */
    private synchronized ChildCommands commands(ChildOptions all) {
        ChildOptions ofFile = ChildCommands.ofArgumentFile(all);
        ChildCommands known = commands.get(ofFile);
        if (known == null) {
            Path first = directory.arguments(membership.me().slot());
            Path file = commands.isEmpty() ? first : first.resolveSibling(first.getFileName() + "-" + commands.size());
            known = new ChildCommands(membership.options(), ofFile, file);
            commands.put(ofFile, known);
        }
        return known;
    }

    @Override
    public void started(Reservation prepared, JvmChild child, long pid) {
        SessionKillPoint.SPAWN_STARTED.here();
        processes.started(prepared, pid);
        processes.setRestarts(prepared.slot(), child.restarts());
        running.add(child);
        unswept.put(prepared, child);
        handovers.complete(prepared);
    }

    /** Which process the dead one in a slot was, and how it ended. */
    @Override
    public String apply(int deadSlot) {
        JvmChild child = unswept.get(new Reservation(deadSlot, processes.generation(deadSlot)));
        return DeathReport.of(processes, deadSlot, child == null ? null : child.process());
    }

    @Override
    public void interrupt(Reservation prepared) {
        processes.requestInterrupt(prepared);
    }

    @Override
    public void cancelled(Reservation prepared, JvmChild child) {
        running.remove(child);
        unswept.remove(prepared);
        started.remove(prepared);
        handovers.cancel(prepared);
        try {
            deleteTask(prepared.slot());
        } finally {
            // If the process was started nevertheless, it has been killed: whichever process finds it dead cleans up.
            processes.free(prepared);
            processes.disown(prepared);
        }
    }

    private void deleteTask(int slot) {
        try {
            Files.deleteIfExists(directory.task(slot));
        } catch (IOException e) {
            throw FileTrouble.of("cannot delete a child's task", directory.task(slot), e);
        }
    }

    @Override
    public Ending ended(Reservation prepared, String name) {
        // Read while the slot is still the child's: once it has been swept and freed, another process may reserve it.
        int mark = mark(prepared);
        Optional<ChildFailedException> failure = readFailure(prepared.slot(), name);
        boolean isSwept = false;
        try {
            // Deleted before the sweep, since another process may reserve the slot afterwards.
            deleteTask(prepared.slot());
            isSwept = liveness.sweepEnded(prepared);
        } finally {
            unswept.remove(prepared);
            if (isSwept) {
                processes.free(prepared);
            } else {
                // The janitor tries again.
                processes.disown(prepared);
            }
        }
        return new Ending(mark, failure, List.of());
    }

    @Override
    public void forget(JvmChild child) {
        running.remove(child);
    }

    private int mark(Reservation child) {
        if (!TaskEnvelope.hasBegun(directory.task(child.slot()).toFile())) {
            return ExitStatus.NEVER_BEGAN;
        }
        ChildCommand command = started.remove(child);
        int mark = processes.exitMark(child.slot());
        // A child that began records at its exit which signal ended it. Without a record its exit hook never ran.
        boolean isHalted = mark == 0 && command != null && command.handlesSignals();
        return isHalted ? ExitStatus.HALTED : mark;
    }

    @Override
    public Optional<ChildFailedException> startFailure(
            Reservation prepared, String name, int exitCode, boolean isEndRequested, Optional<OutputCapture> output) {
        ChildCommand command = started.remove(prepared);
        if (isEndRequested) {
            return Optional.empty();
        }
        ChildFailedException failure = output.isPresent() && output.get().isKnown()
                ? StartFailure.of(name, exitCode, output.get().lastLines())
                : StartFailure.of(command.process(ChildMain.class, ChildMain.NOTHING_TO_DO), name, exitCode);
        if (isStartReported(exitCode)) {
            System.err.println("Process " + name + ": "
                    + failure.getMessage().lines().findFirst().orElseThrow());
        }
        return Optional.of(failure);
    }

    @Override
    public boolean isStartReported(int exitCode) {
        return membership.options().failedStartsReported() && !StartFailure.isExpected(exitCode);
    }

    private Optional<ChildFailedException> readFailure(int slot, String name) {
        try {
            return FailureReport.read(directory.failure(slot), name);
        } catch (IOException e) {
            // The exit code shows that the child failed, and the child has printed why.
            Journal.warn(Children.class, "cannot read what ended child process " + name, e);
            return Optional.empty();
        }
    }

    /** Ends daemons and waits for the others, also for children that other threads started; see {@link ChildrenExit}. */
    void close() {
        stopStarting();
        ChildrenExit.atClose(active(), membership.options().exitGrace()).run();
        for (OutputCapture output : reading) {
            output.stop();
        }
        reportFailed();
    }

    /** The same when the JVM exits. */
    void exit() {
        stopStarting();
        // A child does not wait at its exit: its own parent waits for it, but not for its children.
        boolean isChild = membership.parent().isPresent();
        ChildrenExit.atExit(
                        active(), isChild ? Duration.ZERO : membership.options().exitGrace())
                .run();
        reportFailed();
    }

    private void reportFailed() {
        FailedChildren all = failed;
        if (all != null) {
            for (String line : all.takeLines()) {
                System.err.println(line);
            }
        }
    }

    @Override
    public void failed(JvmChild child, int exitCode) {
        if (membership.options().failuresReported()) {
            failedChildren().add(child, exitCode);
        }
    }

    private synchronized FailedChildren failedChildren() {
        if (failed == null) {
            failed = new FailedChildren();
        }
        return failed;
    }

    @Override
    public void asked(JvmChild child) {
        FailedChildren all = failed;
        if (all != null) {
            all.remove(child);
        }
    }

    /** Ends the joins of this process's threads: it exits without the children that still run. */
    void leave() {
        for (JvmChild child : running) {
            child.leave();
        }
    }

    private void stopStarting() {
        synchronized (this) {
            closing = true;
        }
        for (JvmChild child : running) {
            child.stopRestarts();
        }
        Spares ready = spares;
        if (ready != null) {
            ready.close();
        }
    }
}
