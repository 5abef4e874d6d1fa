package dev.multiproc.internal.session;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.ProcessTask;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.OwnPid;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.live.Janitor;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.memory.MemoryFactories;
import dev.multiproc.internal.memory.MemoryFiles;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.internal.park.StartPhase;
import dev.multiproc.internal.park.WaitBoard;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.internal.park.WakeUpChannels;
import dev.multiproc.internal.queue.JoinableLogQueue;
import dev.multiproc.internal.queue.LogQueue;
import dev.multiproc.internal.queue.QueueHome;
import dev.multiproc.internal.sync.HasSynchronizers;
import dev.multiproc.internal.sync.MappedLock;
import dev.multiproc.internal.sync.SyncHome;
import dev.multiproc.internal.sync.SynchronizerFactory;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.Synchronizers;
import java.io.ObjectInputFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A session on this machine, as one process sees it. */
final class LocalSession implements Multiprocessing, QueueHome, SyncHome, HasSynchronizers, MemoryFactories {
    /** Of the janitor, about five seconds: what was not used for so long is given back. */
    private static final int TICKS_UNTIL_IDLE = 110;

    private final SessionDirectory directory;
    private final MappedRegion control;
    private final String id;
    private final ProcessIdentity me;
    private final Options options;
    private final ProcessTable processes;
    private final Liveness liveness;
    private final StartPhase youth;
    private final Waits waits;
    private final SharedObjects objects;
    private final Synchronizers synchronizers = new SynchronizerFactory(this);
    private final Children children;
    private final SessionExit departure;
    private final Codec codec;
    private final Optional<ProcessInfo> parent;
    /** Null until they are asked for. Guarded by this, as is the next. */
    private MemoryFiles memoryFiles;

    private Janitor janitor;

    /** Null in a process that goes on without its parent. */
    private volatile ParentWatch parentWatch;

    private volatile boolean closed;
    /** Of the janitor's thread. */
    private int ticks;

    /** Who this process is in the session. */
    record ProcessIdentity(int slot, String name, String identity, boolean daemon) {}

    LocalSession(
            SessionDirectory directory, MappedRegion control, Liveness liveness, ProcessIdentity me, Options options) {
        this.directory = directory;
        this.control = control;
        this.liveness = liveness;
        this.me = me;
        this.options = options;
        codec = codec(options);
        id = ControlFile.sessionId(control);
        processes = new ProcessTable(control);
        parent = findParent();
        youth = new StartPhase(control);
        youth.begin();
        WaitNeeds needs = new WaitNeeds(
                options.waitStrategy(), new WakeUpChannels(control, me.slot()), youth, liveness, processes);
        waits = new Waits(me.slot(), needs, needs, needs, Optional.of(new WaitBoard(processes, me.slot())));
        objects = new SharedObjects(this, control, waits);
        children = new Children(this, directory, processes, liveness);
        departure = new SessionExit(this, directory, processes, liveness, objects, children);
        liveness.attach(control, objects);
    }

    /** The default codec hears the filter; one of the user's own is the user's own affair. */
    private static Codec codec(Options options) {
        return options.codec() instanceof DefaultCodec
                        && options.deserializationFilter().isPresent()
                ? new DefaultCodec(ObjectInputFilter.Config.createFilter(
                        options.deserializationFilter().get()))
                : options.codec();
    }

    /** Another process begins: it is young before it is there. */
    void processBegins() {
        youth.begin();
        waits.processBegins();
    }

    String id() {
        return id;
    }

    SessionDirectory directory() {
        return directory;
    }

    ProcessIdentity me() {
        return me;
    }

    Options options() {
        return options;
    }

    @Override
    public boolean isDurable() {
        return (control.getInt(ControlDescriptor.FLAGS_OFFSET) & ControlDescriptor.FLAG_DURABLE) != 0;
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

    /** Starts JVMs ahead, if the options say so. */
    void keepSpares() {
        children.keepSpares();
    }

    boolean isAlive(int slot, long pid) {
        return processes.pid(slot) == pid && liveness.isAlive(slot);
    }

    /** The process that started this one; it stays so when it is dead, which nobody can read in the table any more. */
    Optional<ProcessInfo> parent() {
        return parent;
    }

    private Optional<ProcessInfo> findParent() {
        int slot = processes.parent(me.slot());
        return slot == ProcessTable.NO_PARENT ? Optional.empty() : Optional.of(process(slot));
    }

    ProcessInfo self() {
        return new SlotInfo(this, me.slot(), me.name(), OwnPid.get(), me.daemon());
    }

    // ---------------------------------------------------------------- queues

    @Override
    public <E> SharedQueue<E> queue(QueueOptions queueOptions) {
        return plainQueue(objects.freshName("queue"), queueOptions);
    }

    @Override
    public <E> SharedQueue<E> queue(String name, QueueOptions queueOptions) {
        return plainQueue(SafeName.check(name), queueOptions);
    }

    @Override
    public <E> JoinableQueue<E> joinableQueue(QueueOptions queueOptions) {
        return joinable(objects.freshName("queue"), queueOptions);
    }

    @Override
    public <E> JoinableQueue<E> joinableQueue(String name, QueueOptions queueOptions) {
        return joinable(SafeName.check(name), queueOptions);
    }

    @SuppressWarnings("unchecked") // The type of the items is the users' agreement, as with a file.
    private <E> LogQueue<E> plainQueue(String name, QueueOptions queueOptions) {
        return (LogQueue<E>) openQueue(LogQueue.KIND, name, queueOptions);
    }

    @SuppressWarnings("unchecked") // As above.
    private <E> JoinableLogQueue<E> joinable(String name, QueueOptions queueOptions) {
        return (JoinableLogQueue<E>) openQueue(LogQueue.JOINABLE_KIND, name, queueOptions);
    }

    private LogQueue<?> openQueue(int kind, String name, QueueOptions queueOptions) {
        checkOpen();
        Objects.requireNonNull(queueOptions, "options");
        LogQueue<?> queue = (LogQueue<?>) objects.get(kind, name, new IntConsumer() {
            @Override
            public void accept(int words) {
                initialize(name, words, queueOptions);
            }
        });
        if (queueOptions.syncToDisk()) {
            control.force(0, control.length());
            directory.sync();
        }
        queue.warmUp();
        startJanitor();
        return queue;
    }

    private void initialize(String name, int words, QueueOptions queueOptions) {
        if (isDurable() && Files.isDirectory(directory.queue(name))) {
            throw new MultiprocessingException(
                    "there is a log of a queue that the control file does not know, queue=" + name
                            + ", path=" + directory.queue(name)
                            + "; put a copy of the session in its place, or remove that directory, and all that is in the queue");
        }
        LogQueue.initialize(control, words, queueOptions);
    }

    // ---------------------------------------------------------------- synchronizers

    @Override
    public Synchronizers synchronizers() {
        return synchronizers;
    }

    @Override
    public SharedLock objectLock(String name) {
        return (SharedLock) object(MappedLock.KIND, name, words -> {});
    }

    // ---------------------------------------------------------------- all kinds of objects

    @Override
    public SharedObject object(int kind, String name, IntConsumer initialize) {
        checkOpen();
        SharedObject object = objects.get(kind, name, initialize);
        while (!object.arrived()) {
            object = objects.get(kind, name, initialize);
        }
        startJanitor();
        return object;
    }

    @Override
    public SharedObject find(int kind, String name) {
        return Optional.ofNullable(objects.find(kind, name)).orElseThrow(() -> noSuchObject(name));
    }

    private static IllegalStateException noSuchObject(String name) {
        return new IllegalStateException("the session has no such object, name=" + name);
    }

    @Override
    public Optional<SharedObject> lookUp(int kind, String name) {
        SharedObject object = objects.find(kind, name);
        if (object == null || !object.arrived()) {
            return Optional.empty();
        }
        startJanitor();
        return Optional.of(object);
    }

    @Override
    public boolean delete(ObjectTable.Life life, Runnable then) {
        return objects.delete(life, then);
    }

    @Override
    public boolean exists(String name) {
        return objects.exists(name);
    }

    @Override
    public String freshName(String kind) {
        return objects.freshName(kind);
    }

    @Override
    public String checkName(String name) {
        return SafeName.check(name);
    }

    @Override
    public ProcessInfo process(int slot) {
        return new SlotInfo(this, slot, processes.name(slot), processes.pid(slot), processes.isDaemon(slot));
    }

    @Override
    public byte[] serialize(Object object) {
        SharedHandle.DESTINATION.set(id);
        try {
            return new JavaSerialization().write(object);
        } finally {
            SharedHandle.DESTINATION.remove();
        }
    }

    @Override
    public Path file(String name) {
        return directory.file(name);
    }

    @Override
    public synchronized MemoryFiles memoryFiles() {
        if (memoryFiles == null) {
            memoryFiles = new MemoryFiles(directory.memory(), SafeName::toFileName, me.slot());
        }
        return memoryFiles;
    }

    /** The object that a handle names. */
    Object attach(int kind, String name) {
        checkOpen();
        return lookUp(kind, name).orElseThrow(() -> noSuchObject(name));
    }

    private synchronized void startJanitor() {
        if (janitor == null && !closed) {
            janitor = new Janitor(liveness, waits, new Runnable() {
                @Override
                public void run() {
                    lookAfterThisProcess();
                }
            });
        }
    }

    // ---------------------------------------------------------------- what shared objects need

    @Override
    public int slot() {
        return me.slot();
    }

    @Override
    public MappedRegion control() {
        return control;
    }

    @Override
    public Waits waits() {
        return waits;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public Path queueDirectory(String name) {
        return directory.queue(name);
    }

    @Override
    public LogQueue<Object> sideQueue(String name, boolean isSynced) {
        return plainQueue(name, QueueOptions.unbounded().withSyncToDisk(isSynced));
    }

    @Override
    public Object handle(int kind, String name) {
        String destination = SharedHandle.DESTINATION.get();
        if (destination != null && !destination.equals(id)) {
            throw new IllegalArgumentException(
                    "a shared object can be used by children of its own session only, name=" + name);
        }
        return new SharedHandle(id, kind, name);
    }

    @Override
    public void closed(SharedObject object) {
        objects.forget(object);
    }

    /** Whether this JVM has begun to exit, in a child, or the session was closed. */
    boolean isOver() {
        return closed;
    }

    @Override
    public void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    // ---------------------------------------------------------------- the end

    /** Puts right what processes left that are all gone; as a survey has found them. */
    void rebuild(SessionSurvey survey) {
        objects.rebuild(survey);
        ControlFile.setBoot(control);
    }

    /** Sweeps what dead processes left; when a durable session is opened again. */
    void sweepDead() {
        liveness.sweepDead();
    }

    /** How many waits only the safety net ended, in this process. */
    long rescues() {
        return waits.rescues();
    }

    /** Has a daemon end when its parent does. */
    void watchParent() {
        if (!me.daemon()) {
            return;
        }
        int parentSlot = processes.parent(me.slot());
        int generation = parentSlot == ProcessTable.NO_PARENT ? 0 : processes.generation(parentSlot);
        // It may have died, and been swept, before this process had begun, or meanwhile: then it is not its generation.
        if (processes.parent(me.slot()) == ProcessTable.NO_PARENT) {
            haltWithParent(ProcessTable.NO_PARENT);
        }
        Reservation watched = new Reservation(parentSlot, generation);
        parentWatch = ParentWatch.start(liveness, watched, () -> haltWithParent(parentSlot));
        startJanitor();
    }

    /** At each tick: its lock, which it may have lost, and its parent. */
    private void lookAfterThisProcess() {
        liveness.renewLock();
        ticks++;
        if (ticks % TICKS_UNTIL_IDLE == 0) {
            objects.giveBackIfIdle();
        }
        if (parentWatch != null) {
            parentWatch.look();
        }
    }

    private void haltWithParent(int parentSlot) {
        departure.haltWithParent(parentSlot);
    }

    @Override
    public void close() {
        if (!Sessions.isChildSession(this)) {
            departure.close();
        }
    }

    /** The JVM exits. */
    void exit() {
        departure.exit();
    }

    void stopJanitor() {
        Janitor toClose;
        synchronized (this) {
            closed = true;
            toClose = janitor;
        }
        if (toClose != null) {
            toClose.close();
        }
    }

    @Override
    public String toString() {
        return "Multiprocessing[session=" + id + ", directory=" + directory.root() + "]";
    }
}
