package dev.multiproc.internal.session;

import dev.multiproc.Options;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.OwnPid;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.launch.ChildCommand;
import dev.multiproc.internal.launch.EarlyReflection;
import dev.multiproc.internal.launch.FailureReport;
import dev.multiproc.internal.launch.TaskEnvelope;
import dev.multiproc.internal.launch.TaskReader;
import dev.multiproc.internal.launch.WrittenOptions;
import dev.multiproc.internal.live.Janitor;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.memory.MemoryWarmUp;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectRegistry;
import dev.multiproc.internal.object.ObjectWords;
import dev.multiproc.internal.object.OpenSessions;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Parkers;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.StartPhase;
import dev.multiproc.internal.park.WaitBoard;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.internal.park.WakeUpChannels;
import dev.multiproc.internal.queue.QueueWarmUp;
import dev.multiproc.internal.sync.SyncFactory;
import dev.multiproc.internal.sync.SyncFamily;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Joins a child to its session, on a thread of its own. Meanwhile the task begins, and waits here only when it asks for the
 * session: mapping the control file alone takes a new JVM longer than reading a task.
 */
final class SessionJoiner implements Runnable, TaskReader.ChildSession {
    private static final long UPKEEP_DELAY_MILLIS = 100;

    /** Null in a process that this library did not start. */
    private static volatile SessionJoiner ofThisProcess;

    /** In a spare: the session's control file, mapped in advance. */
    private static volatile MappedRegion mappedInAdvance;

    private static final List<Class<?>> NEEDED_BY_ALL = List.of(
            LocalSession.class,
            Membership.class,
            Membership.ProcessIdentity.class,
            SessionContext.class,
            ObjectRegistry.class,
            Upkeep.class,
            SlotInfo.class,
            SyncFamily.class,
            SyncFactory.class,
            ObjectFactories.class,
            ObjectPlace.class,
            ObjectWords.class,
            Children.class,
            SessionExit.class,
            Sessions.class,
            ChildrenExit.class,
            ParentWatch.class,
            ExitWatches.class,
            Janitor.class,
            SafeName.class,
            WaitNeeds.class,
            ObjectTable.class,
            StartPhase.class,
            WakeUpChannels.class,
            Parkers.class,
            Waits.class,
            WaitBoard.class,
            RobustLock.class);

    private final String root;
    private final int slot;
    private final TaskEnvelope envelope;
    private final CountDownLatch mapped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Guarded by this. */
    private boolean isStarted;

    /** Whether this process has taken over its slot. */
    private boolean hasEntered;

    private volatile LocalSession session;

    /** The thread of the child's task; null before it begins and after it has ended. */
    private volatile Thread taskThread;

    private SessionJoiner(String root, int slot, TaskEnvelope envelope) {
        this.root = root;
        this.slot = slot;
        this.envelope = envelope;
    }

    /**
     * Called once in a child, before its task is read. The child joins when the session is asked for, or {@link #begin} is
     * called.
     */
    static void prepare(String root, int slot, TaskEnvelope envelope) {
        ofThisProcess = new SessionJoiner(root, slot, envelope);
        OpenSessions.joinsBy(new Runnable() {
            @Override
            public void run() {
                awaitSession();
            }
        });
    }

    /** Called in a spare: does what can be done before it has a slot, and loads the classes that it will need then. */
    static void warmUp(String root) throws IOException, IllegalAccessException {
        SessionDirectory directory = new SessionDirectory(Path.of(root));
        MappedRegion control = ControlFile.attach(directory.control());
        mappedInAdvance = control;
        Liveness.warmUp(ChildCommand.EMPTY_FILE.toPath());
        new ProcessTable(control).limit();
        for (Class<?> type : NEEDED_BY_ALL) {
            MethodHandles.lookup().ensureInitialized(type);
        }
        QueueWarmUp.run();
        MemoryWarmUp.run();
        WrittenOptions.read(WrittenOptions.of(Options.defaults()));
    }

    /** How many ancestors this process has in the library's tree of processes; 0 if the library did not start it. */
    static int depth() {
        SessionJoiner joining = ofThisProcess;
        return joining == null ? 0 : joining.envelope.depth();
    }

    /** Called in a child: makes it join now. */
    static void begin() {
        ofThisProcess.start();
    }

    /** This child's joiner; null in other processes, and in a spare that has no task yet. */
    static SessionJoiner current() {
        return ofThisProcess;
    }

    @Override
    public void awaitMapping() {
        if (EarlyReflection.hasBegun()) {
            await(mapped);
        }
    }

    @Override
    public Object attach(int kind, String name) {
        return awaitSession().context().objects().attach(kind, name);
    }

    /** Called around the task by its thread: from now on, or no longer, it can be interrupted. */
    void setTaskThread(Thread thread) {
        taskThread = thread;
    }

    boolean isTaskRunning() {
        return taskThread != null;
    }

    void interruptTask() {
        Thread thread = taskThread;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void start() {
        if (!isStarted) {
            isStarted = true;
            Thread thread = new Thread(this, "multiproc-joining");
            // It goes on after it has joined. A JVM that exits before that waits for it in its exit hook.
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** In a child: the session it was started in, once it has joined it; else null. */
    static LocalSession awaitSession() {
        SessionJoiner joining = ofThisProcess;
        if (joining == null) {
            return null;
        }
        joining.start();
        await(joining.ended);
        return joining.session;
    }

    /** Joining takes only milliseconds, so an interrupt is not acted on here but kept for the next wait. */
    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            session = join();
        } catch (Throwable e) {
            // The task may wait for a session that will never come.
            report(e);
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        } finally {
            mapped.countDown();
            ended.countDown();
        }
        beginUpkeepLater();
    }

    /**
     * Starts the janitor, which also brings the interrupts that the parent asks for: not at once, since most children that use no
     * shared object end soon.
     */
    private void beginUpkeepLater() {
        long end = Deadline.in(UPKEEP_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        while (Deadline.left(end) > 0) {
            LockSupport.parkNanos(this, Deadline.left(end));
        }
        session.membership().upkeep().run();
    }

    private void report(Throwable failure) {
        if (hasEntered) {
            try {
                FailureReport.write(new SessionDirectory(Path.of(root)).failure(slot), failure);
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private LocalSession join() throws IOException {
        SessionDirectory directory = new SessionDirectory(Path.of(root));
        MappedRegion control = mappedInAdvance != null ? mappedInAdvance : ControlFile.attach(directory.control());
        mapped.countDown();
        ProcessTable processes = new ProcessTable(control);
        Reservation me = new Reservation(slot, envelope.generation());
        Liveness liveness = new Liveness(directory.alive(), processes, me);
        if (!processes.enter(me, OwnPid.get())) {
            // The parent has died meanwhile and its slots were freed: nobody waits for this child.
            Runtime.getRuntime().halt(ParentWatch.EXIT_CODE);
        }
        hasEntered = true;
        SessionKillPoint.CHILD_ENTERED.here();
        Files.delete(directory.task(slot));
        LocalSession joined = new LocalSession(new Membership(
                directory,
                control,
                liveness,
                new Membership.ProcessIdentity(slot, envelope.name(), envelope.identity(), envelope.daemon()),
                WrittenOptions.read(envelope.options())));
        Sessions.register(joined);
        joined.membership().watchParent();
        return joined;
    }
}
