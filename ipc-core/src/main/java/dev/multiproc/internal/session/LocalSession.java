package dev.multiproc.internal.session;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.ProcessTask;
import dev.multiproc.SharedObjects;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.OwnPid;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.memory.ForwardingSharedValues;
import dev.multiproc.internal.memory.MemoryFamily;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.StartPhase;
import dev.multiproc.internal.park.WaitBoard;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.internal.park.WakeUpChannels;
import dev.multiproc.internal.queue.ForwardingQueues;
import dev.multiproc.internal.queue.QueueFamily;
import dev.multiproc.internal.sync.ForwardingSynchronizers;
import dev.multiproc.internal.sync.SyncFamily;
import dev.multiproc.memory.SharedValues;
import dev.multiproc.queue.Queues;
import dev.multiproc.sync.Synchronizers;
import java.io.ObjectInputFilter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A session on this machine, as one process sees it: its shared objects and its processes. */
final class LocalSession implements Multiprocessing, ForwardingQueues, ForwardingSynchronizers, ForwardingSharedValues {
    private final SessionDirectory directory;
    private final ProcessIdentity me;
    private final Options options;
    private final SessionContext context;
    private final QueueFamily queueFamily;
    private final MemoryFamily memoryFamily;
    private final ObjectFactories factories;
    private final Children children;
    private final SessionExit exit;
    private final Upkeep upkeep;
    private final ProcessTable processes;
    private final Liveness liveness;
    private final StartPhase startPhase;
    private final Optional<ProcessInfo> parent;

    /** Who this process is in the session. */
    record ProcessIdentity(int slot, String name, String identity, boolean daemon) {}

    LocalSession(
            SessionDirectory directory, MappedRegion control, Liveness liveness, ProcessIdentity me, Options options) {
        this.directory = directory;
        this.liveness = liveness;
        this.me = me;
        this.options = options;
        processes = new ProcessTable(control);
        upkeep = new Upkeep(liveness, processes);
        startPhase = new StartPhase(control);
        startPhase.begin();
        context = new SessionContext(
                ControlFile.sessionId(control),
                me.slot(),
                control,
                waits(control),
                codec(options),
                directory,
                new SlotInfo.Lookup(processes, liveness),
                upkeep);
        upkeep.setContext(context);
        queueFamily = new QueueFamily(context);
        memoryFamily = new MemoryFamily(context);
        context.objects().add(queueFamily);
        context.objects().add(new SyncFamily(context));
        context.objects().add(memoryFamily);
        factories = factories(OpenMode.OPEN_OR_CREATE);
        parent = findParent();
        children = new Children(this, directory, processes, liveness);
        exit = new SessionExit(this, directory, processes, liveness, children);
        liveness.attach(control, context.objects());
    }

    private Waits waits(MappedRegion control) {
        WaitNeeds needs = new WaitNeeds(
                options.waitStrategy(), new WakeUpChannels(control, me.slot()), startPhase, liveness, processes);
        return new Waits(me.slot(), needs, needs, needs, Optional.of(new WaitBoard(processes, me.slot())));
    }

    /** The default codec applies the filter; a codec of the user's own has to do that itself. */
    private static Codec codec(Options options) {
        return options.codec() instanceof DefaultCodec
                        && options.deserializationFilter().isPresent()
                ? new DefaultCodec(ObjectInputFilter.Config.createFilter(
                        options.deserializationFilter().get()))
                : options.codec();
    }

    private Optional<ProcessInfo> findParent() {
        int slot = processes.parent(me.slot());
        return slot == ProcessTable.NO_PARENT ? Optional.empty() : Optional.of(context.process(slot));
    }

    SessionDirectory directory() {
        return directory;
    }

    SessionContext context() {
        return context;
    }

    ProcessIdentity me() {
        return me;
    }

    Options options() {
        return options;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /** The process that started this one. Read at the start, since the table of processes forgets a parent that has died. */
    Optional<ProcessInfo> parent() {
        return parent;
    }

    ProcessInfo self() {
        return new SlotInfo(processes, liveness, me.slot(), me.name(), OwnPid.get(), me.daemon());
    }

    // ---------------------------------------------------------------- families

    private ObjectFactories factories(OpenMode mode) {
        return new ObjectFactories(context, queueFamily, memoryFamily, mode);
    }

    @Override
    public SharedObjects createOnly() {
        return factories(OpenMode.CREATE_ONLY);
    }

    @Override
    public SharedObjects openOnly() {
        return factories(OpenMode.OPEN_ONLY);
    }

    @Override
    public Queues queues() {
        return factories.queues();
    }

    @Override
    public Synchronizers synchronizers() {
        return factories.synchronizers();
    }

    @Override
    public SharedValues sharedValues() {
        return factories.sharedValues();
    }

    // ---------------------------------------------------------------- processes

    @Override
    public ChildProcess process(ProcessTask task) {
        return children.make(null, task);
    }

    @Override
    public ChildProcess process(String name, ProcessTask task) {
        return children.make(Objects.requireNonNull(name, "name"), task);
    }

    @Override
    public List<ChildProcess> activeChildren() {
        return children.active();
    }

    /** Starts JVMs in advance, if the options say so. */
    void keepSpares() {
        children.keepSpares();
    }

    /** Called before another process is started, so that the start phase covers it from its first moment. */
    void processBegins() {
        startPhase.begin();
        context.waits().processBegins();
    }

    // ---------------------------------------------------------------- begin and end

    /** Repairs the session after all its processes are gone, from what a survey has found. */
    void rebuild(SessionSurvey survey) {
        queueFamily.rebuildAs(survey.queuesByName());
        context.objects().rebuild(survey.isNewBoot());
        ControlFile.setBoot(context.control());
    }

    /** Cleans up what dead processes left. Called when a durable session is opened that others use already. */
    void sweepDead() {
        liveness.sweepDead();
    }

    /** In a daemon: ends this process when its parent ends. */
    void watchParent() {
        if (me.daemon()) {
            upkeep.watchParent(exit);
        }
    }

    @Override
    public void close() {
        if (!Sessions.isChildSession(this)) {
            exit.close();
        }
    }

    /** Called when the JVM exits. */
    void exit() {
        exit.exit();
    }

    @Override
    public String toString() {
        return "Multiprocessing[session=" + context.address() + ", directory=" + directory.root() + "]";
    }
}
