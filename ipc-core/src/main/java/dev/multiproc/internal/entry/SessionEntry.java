package dev.multiproc.internal.entry;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.MachineInspection;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.inspect.SessionInspection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the static methods of {@link Multiprocessing} call. The public interface knows the implementation by its name only, and the
 * implementation registers itself here, so that the two packages do not depend on each other. Not {@link
 * java.util.ServiceLoader}, which costs a new JVM several milliseconds.
 */
public abstract class SessionEntry {
    private static final String IMPLEMENTATION = "dev.multiproc.internal.session.LocalEntry";

    private static volatile SessionEntry registered;

    /** In a child of another module's session: that session. */
    private static volatile Multiprocessing entered;

    protected SessionEntry() {}

    /** Called once, when the implementation is initialized. */
    protected static void register(SessionEntry entry) {
        registered = entry;
    }

    /** The implementation, which is loaded at the first call. */
    public static SessionEntry get() {
        SessionEntry entry = registered;
        return entry == null ? load() : entry;
    }

    /** Called in a child of a session that another module has opened: that one is {@link Multiprocessing#current()} from now on. */
    public static void enter(Multiprocessing session) {
        entered = session;
    }

    /** The session that was entered; null if none was. */
    public static Multiprocessing entered() {
        return entered;
    }

    private static SessionEntry load() {
        try {
            // Its initializer registers it.
            Class.forName(IMPLEMENTATION, true, SessionEntry.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the library is incomplete: a class is missing, class=" + IMPLEMENTATION, e);
        }
        return registered;
    }

    /**
     * Gives a session of this machine the means to start children on other hosts.
     *
     * @param session one that this entry has opened, or {@link Multiprocessing#current()} of a child
     */
    public abstract void useOtherHosts(Multiprocessing session, OtherHosts hosts);

    /** See {@link Multiprocessing#open(Options)}. */
    public abstract Multiprocessing open(Options options);

    /** See {@link Multiprocessing#open(Path, Options)}. */
    public abstract Multiprocessing open(Path directory, Options options);

    /** See {@link Multiprocessing#open(URI, Options)}. */
    public abstract Multiprocessing open(URI address, Options options);

    /** See {@link Multiprocessing#clean}. */
    public abstract List<Path> clean(Options options, boolean dryRun);

    /** See {@link Multiprocessing#salvage}. */
    public abstract List<String> salvage(Path directory);

    /** See {@link Multiprocessing#sessions}. */
    public abstract List<Path> sessions(Options options);

    /** See {@link Multiprocessing#inspect}. */
    public abstract SessionInspection inspect(Path directory);

    /** See {@link Multiprocessing#inspectServer}. */
    public abstract ServerInspection inspectServer(URI address);

    /** See {@link Multiprocessing#history}. */
    public abstract void history(Path directory, String queue, Consumer<? super HistoryEntry> visitor);

    /** See {@link Multiprocessing#inspectMachine}. */
    public abstract MachineInspection inspectMachine(Options options);

    /** See {@link Multiprocessing#current}. */
    public abstract Multiprocessing current();

    /** See {@link Multiprocessing#openSessions}. */
    public abstract List<Multiprocessing> openSessions();

    /** See {@link Multiprocessing#currentProcess}. */
    public abstract ProcessInfo currentProcess();

    /** See {@link Multiprocessing#parentProcess}. */
    public abstract Optional<ProcessInfo> parentProcess();
}
