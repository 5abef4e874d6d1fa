package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.OwnPid;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.control.Undisturbed;
import dev.multiproc.internal.launch.PrivateDirectory;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.object.OpenSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of this JVM. */
final class Sessions {
    private static final String MAIN_NAME = "MainProcess";

    private static final Map<Membership, LocalSession> OPEN = new ConcurrentHashMap<>();

    private Sessions() {}

    /** Opens a private session. */
    public static Multiprocessing open(Options options) {
        Objects.requireNonNull(options, "options");
        SessionJoiner.awaitSession();
        return Undisturbed.call(new Undisturbed.Call<>() {
            @Override
            public Multiprocessing run() {
                return openPrivate(options);
            }
        });
    }

    private static Multiprocessing openPrivate(Options options) {
        Path base = SessionDirectory.base(options);
        removeStaleBeside(base, options);
        synchronized (OpeningLock.monitor(base)) {
            // A new session looks stale until its process holds its own lock, so others have to be kept out until then.
            try (OpeningLock lock = OpeningLock.take(base)) {
                deleteAll(StaleSessions.in(base));
                SessionDirectory directory = SessionDirectory.create(base);
                return openNew(directory, options);
            }
        }
    }

    private static LocalSession openNew(SessionDirectory directory, Options options) {
        LocalSession session = join(directory, ControlFile.create(directory.control(), false), options);
        boolean isReady = false;
        try {
            opened(session);
            isReady = true;
            return session;
        } finally {
            // Opening fails if this JVM has begun to exit, or cannot start spares.
            if (!isReady) {
                session.close();
            }
        }
    }

    /** Removes stale sessions in this user's other base directories, such as those made while another user had taken the name. */
    private static void removeStaleBeside(Path base, Options options) {
        try {
            for (Path other : BaseDirectory.existing(options)) {
                if (!other.equals(base)) {
                    removeStale(other, false);
                }
            }
        } catch (IOException e) {
            throw FileTrouble.of("cannot look for other directories of sessions", base, e);
        }
    }

    /** Finds the sessions whose processes are all gone, and removes them unless it is a dry run. */
    public static List<Path> clean(Options options, boolean dryRun) {
        return Undisturbed.call(() -> cleanNow(options, dryRun));
    }

    private static List<Path> cleanNow(Options options, boolean dryRun) {
        SessionJoiner.awaitSession();
        List<Path> found = new ArrayList<>();
        try {
            for (Path base : BaseDirectory.existing(options)) {
                // Makes the directory if it is missing, and refuses one that others can enter.
                PrivateDirectory.ensure(base);
                found.addAll(removeStale(base, dryRun));
                if (BaseDirectory.isChosen(options)) {
                    OpeningLock.deleteIfUnused(base);
                }
            }
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "cannot look for sessions that nobody uses any more, in "
                            + options.baseDirectory().map(Path::toString).orElse("the usual place") + ": "
                            + e.getMessage() + "; see that this user may read it",
                    e);
        }
        return found;
    }

    private static List<Path> removeStale(Path base, boolean dryRun) {
        synchronized (OpeningLock.monitor(base)) {
            try (OpeningLock lock = OpeningLock.take(base)) {
                List<SessionDirectory> stale = StaleSessions.in(base);
                if (!dryRun) {
                    deleteAll(stale);
                }
                List<Path> roots = new ArrayList<>();
                for (SessionDirectory session : stale) {
                    roots.add(session.root());
                }
                return roots;
            }
        }
    }

    private static void deleteAll(List<SessionDirectory> sessions) {
        for (SessionDirectory session : sessions) {
            session.delete();
        }
    }

    /** Opens a durable session. */
    public static Multiprocessing open(Path path, Options options) {
        Objects.requireNonNull(options, "options");
        return Undisturbed.call(() -> openDurable(path, options));
    }

    private static Multiprocessing openDurable(Path path, Options options) {
        SessionDirectory directory = SessionDirectory.createOrAttach(path);
        synchronized (OpeningLock.monitor(directory.root())) {
            return open(directory, path, options);
        }
    }

    private static Multiprocessing open(SessionDirectory directory, Path path, Options options) {
        try (OpeningLock lock = OpeningLock.take(directory.root())) {
            Liveness.checkNotOpenHere(directory.alive());
            MappedRegion control = attachOrCreate(directory);
            if (OpenSessions.find(ControlFile.sessionId(control)) != null) {
                throw new IllegalStateException("the session is open in this JVM already, path=" + path);
            }
            boolean isAlone = !Files.isDirectory(directory.alive())
                    || !Liveness.isAnyAlive(directory.alive(), directory.control());
            // Everything that can be refused is refused here, before anything is changed.
            if (!isAlone) {
                ControlFile.checkVersion(directory.control(), control, ControlDescriptor.VERSION);
            }
            SessionSurvey survey = isAlone ? SessionSurvey.of(directory, control) : null;
            directory.withFolders();
            if (isAlone) {
                ControlFile.recover(control);
                ControlFile.raiseVersion(control);
            }
            LocalSession session = join(directory, control, options);
            boolean isReady = false;
            try {
                if (isAlone) {
                    session.rebuild(survey);
                } else {
                    session.membership().sweepDead();
                }
                isReady = true;
                return opened(session);
            } finally {
                if (!isReady) {
                    session.close();
                }
            }
        } catch (IOException e) {
            throw FileTrouble.of("cannot open the session", path, e);
        }
    }

    /** Saves what can be saved of a damaged durable session; gives a report of what was done. */
    public static List<String> salvage(Path path) {
        Objects.requireNonNull(path, "path");
        Path root = path.toAbsolutePath();
        if (!Files.isDirectory(root)) {
            throw new MultiprocessingException(
                    "there is no session, path=" + root + "; give the directory of a durable session");
        }
        SessionDirectory directory = SessionDirectory.createOrAttach(root);
        try (OpeningLock lock = OpeningLock.take(root)) {
            if (Files.isDirectory(directory.alive()) && Liveness.isAnyAlive(directory.alive(), directory.control())) {
                throw new IllegalStateException("the session is in use, path=" + root);
            }
            return new Salvage(directory).run();
        } catch (IOException e) {
            throw FileTrouble.of("cannot set damaged files aside", root, e);
        }
    }

    /** The directories of this user's private sessions. */
    public static List<Path> all(Options options) {
        return Inspection.sessions(Objects.requireNonNull(options, "options"));
    }

    /** Looks at a session from outside. */
    public static SessionInspection inspect(Path path) {
        return Inspection.of(Objects.requireNonNull(path, "path"));
    }

    private static MappedRegion attachOrCreate(SessionDirectory directory) throws IOException {
        try {
            if (Files.exists(directory.control())) {
                return ControlFile.attachReadable(directory.control());
            }
            if (directory.hasContent()) {
                throw new MultiprocessingException("the session has queues or arrays and no control file, path="
                        + directory.control() + "; put a copy of the session in its place, or remove its directory");
            }
            return ControlFile.create(directory.withFolders().control(), true);
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("the session is being removed, path=" + directory.root(), e);
        }
    }

    private static LocalSession join(SessionDirectory directory, MappedRegion control, Options options) {
        ProcessTable processes = new ProcessTable(control);
        long pid = OwnPid.get();
        while (true) {
            Reservation me = processes.reserve(ProcessTable.NO_PARENT, pid, MAIN_NAME, false);
            Liveness liveness = new Liveness(directory.alive(), processes, me);
            if (processes.enter(me, pid)) {
                return new LocalSession(new Membership(
                        directory,
                        control,
                        liveness,
                        new Membership.ProcessIdentity(me.slot(), MAIN_NAME, "", false),
                        options));
            }
            // Another process took this one for dead, perhaps because it runs in a container and does not see this pid.
            liveness.close();
        }
    }

    private static LocalSession opened(LocalSession session) {
        register(session);
        session.membership().children().keepSpares();
        return session;
    }

    static LocalSession register(LocalSession session) {
        OPEN.put(session.membership(), session);
        OpenSessions.add(session.context());
        ExitHook.ensure();
        return session;
    }

    /** Called when the JVM exits. */
    static void exit() {
        Failures failures = new Failures();
        for (Membership membership : open()) {
            try {
                membership.exit();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        failures.throwFirst();
    }

    /** The open sessions. A child waits here until it has joined its session, so that the session is among them. */
    private static Set<Membership> open() {
        SessionJoiner.awaitSession();
        return OPEN.keySet();
    }

    /** The same, as their users have them. */
    public static List<Multiprocessing> openSessions() {
        SessionJoiner.awaitSession();
        return List.copyOf(OPEN.values());
    }

    static boolean isChildSession(LocalSession session) {
        return session == SessionJoiner.awaitSession();
    }

    static void closed(Membership membership) {
        OPEN.remove(membership);
        OpenSessions.remove(membership.context());
    }

    /** In a child: the session it was started in. */
    public static Multiprocessing current() {
        LocalSession session = SessionJoiner.awaitSession();
        if (session == null) {
            throw new IllegalStateException("this process was not started by Multiprocessing; open a session instead");
        }
        return session;
    }

    public static ProcessInfo currentProcess() {
        LocalSession session = SessionJoiner.awaitSession();
        return session != null ? session.membership().self() : new MainProcess(OwnPid.get());
    }

    public static Optional<ProcessInfo> parentProcess() {
        LocalSession session = SessionJoiner.awaitSession();
        return session == null ? Optional.empty() : session.membership().parent();
    }

    private record MainProcess(long pid) implements ProcessInfo, AwaitAny.Ending {
        @Override
        public String name() {
            return MAIN_NAME;
        }

        @Override
        public boolean isDaemon() {
            return false;
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void join() {
            throw SlotInfo.ownEnd();
        }

        @Override
        public boolean join(Duration timeout) {
            throw SlotInfo.ownEnd();
        }

        @Override
        public AwaitAny.EndOf end() {
            throw SlotInfo.ownEnd();
        }

        @Override
        public CompletableFuture<ProcessInfo> onExit() {
            throw SlotInfo.ownEnd();
        }

        @Override
        public String toString() {
            return SlotInfo.text(this);
        }
    }
}
