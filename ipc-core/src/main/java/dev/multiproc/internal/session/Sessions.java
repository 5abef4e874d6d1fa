package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.control.Undisturbed;
import dev.multiproc.internal.live.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of this JVM. */
public final class Sessions {
    private static final String MAIN_NAME = "MainProcess";

    private static final Map<String, LocalSession> OPEN = new ConcurrentHashMap<>();

    private Sessions() {}

    /** A private session. */
    public static Multiprocessing open(Options options) {
        Objects.requireNonNull(options, "options");
        return Undisturbed.call(() -> openPrivate(options));
    }

    private static Multiprocessing openPrivate(Options options) {
        Path base = SessionDirectory.base(options);
        // Until its lock is held a session looks stale.
        try (OpeningLock lock = OpeningLock.take(base)) {
            StaleSessions.in(base, open().values()).forEach(SessionDirectory::delete);
            SessionDirectory directory = SessionDirectory.create(base);
            return opened(join(directory, ControlFile.create(directory.control(), false), options));
        }
    }

    /** Removes, or only finds, the sessions whose processes are all gone. */
    public static List<Path> clean(Options options, boolean dryRun) {
        return Undisturbed.call(() -> cleanNow(options, dryRun));
    }

    private static List<Path> cleanNow(Options options, boolean dryRun) {
        Path base = SessionDirectory.base(options);
        try (OpeningLock lock = OpeningLock.take(base)) {
            List<SessionDirectory> stale = StaleSessions.in(base, open().values());
            if (!dryRun) {
                stale.forEach(SessionDirectory::delete);
            }
            return stale.stream().map(SessionDirectory::root).toList();
        }
    }

    /** A durable session. */
    public static Multiprocessing open(Path path, Options options) {
        Objects.requireNonNull(options, "options");
        return Undisturbed.call(() -> openDurable(path, options));
    }

    private static Multiprocessing openDurable(Path path, Options options) {
        SessionDirectory directory = SessionDirectory.createOrAttach(path);
        try (OpeningLock lock = OpeningLock.take(directory.root())) {
            MappedRegion control = attachOrCreate(directory);
            LocalSession known = open().get(ControlFile.sessionId(control));
            if (known != null) {
                throw new IllegalStateException("the session is open in this JVM already, path=" + path);
            }
            boolean isAlone = !Liveness.isAnyAlive(directory.alive());
            boolean isNewBoot = isAlone && ControlFile.recover(control, directory.control());
            LocalSession session = join(directory, control, options);
            boolean isReady = false;
            try {
                if (isAlone) {
                    session.rebuild(isNewBoot);
                } else {
                    session.sweepDead();
                }
                isReady = true;
                return opened(session);
            } finally {
                if (!isReady) {
                    session.close();
                }
            }
        } catch (IOException e) {
            throw new MultiprocessingException("cannot open the session, path=" + path, e);
        }
    }

    private static MappedRegion attachOrCreate(SessionDirectory directory) {
        try {
            if (Files.exists(directory.control())) {
                return ControlFile.attach(directory.control());
            }
            if (directory.hasContent()) {
                throw new MultiprocessingException("the session has queues or arrays and no control file, path="
                        + directory.control() + "; put a copy of the session in its place, or remove its directory");
            }
            return ControlFile.create(directory.control(), true);
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("the session is being removed, path=" + directory.root(), e);
        }
    }

    private static LocalSession join(SessionDirectory directory, MappedRegion control, Options options) {
        ProcessTable processes = new ProcessTable(control);
        long pid = ProcessHandle.current().pid();
        while (true) {
            Reservation me = processes.reserve(ProcessTable.NO_PARENT, pid, MAIN_NAME, false);
            Liveness liveness = new Liveness(directory.alive(), processes, me);
            if (processes.enter(me, pid)) {
                return new LocalSession(
                        directory,
                        control,
                        liveness,
                        new LocalSession.Member(me.slot(), MAIN_NAME, "", false),
                        options);
            }
            // A process that does not see this one's pid, in a container perhaps, took it for dead.
            liveness.close();
        }
    }

    private static LocalSession opened(LocalSession session) {
        register(session);
        session.keepSpares();
        return session;
    }

    static LocalSession register(LocalSession session) {
        OPEN.put(session.id(), session);
        ExitHook.ensure();
        return session;
    }

    /** Called when the JVM exits. */
    static void exit() {
        for (LocalSession session : open().values()) {
            session.exit();
        }
    }

    /** A child that has not quite joined its session waits here, so that it is among them. */
    private static Map<String, LocalSession> open() {
        Joining.awaitSession();
        return OPEN;
    }

    static boolean isChildSession(LocalSession session) {
        return session == Joining.awaitSession();
    }

    static void closed(LocalSession session) {
        OPEN.remove(session.id(), session);
    }

    /** The open session of that number; null if there is none. */
    static LocalSession find(String id) {
        return open().get(id);
    }

    /** In a child: the session it was started in. */
    public static Multiprocessing current() {
        LocalSession session = Joining.awaitSession();
        if (session == null) {
            throw new IllegalStateException("this process was not started by Multiprocessing; open a session instead");
        }
        return session;
    }

    public static ProcessInfo currentProcess() {
        LocalSession session = Joining.awaitSession();
        return session != null
                ? session.self()
                : new MainProcess(ProcessHandle.current().pid());
    }

    public static Optional<ProcessInfo> parentProcess() {
        LocalSession session = Joining.awaitSession();
        return session == null ? Optional.empty() : session.parent();
    }

    private record MainProcess(long pid) implements ProcessInfo {
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
    }
}
