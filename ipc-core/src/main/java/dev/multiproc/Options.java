package dev.multiproc;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a session and its children are made. Immutable; each {@code with} method gives a changed copy. Children of children
 * are started with the same options.
 *
 * @param jvmArgs flags for child JVMs, after the library's own, so that they win over them
 * @param classPath entries that children have in front of this JVM's class path
 * @param environment variables that children have beside this process's own
 * @param workingDirectory where children start; empty means where this process started
 * @param baseDirectory where the session's directory is made; empty means what the system property {@code
 *     multiproc.baseDirectory} says, or the memory file system if it has room, else the temporary directory
 * @param codec how items become bytes
 * @param deserializationFilter a pattern as of {@link java.io.ObjectInputFilter.Config#createFilter}, for what is read by
 *     Java serialization; empty means the library's limits
 * @param waitStrategy how blocked threads sleep and are woken
 * @param spares how many JVMs wait, started ahead, for a task of this process; its children keep none
 * @param classArchive whether children may load their classes from an archive in the user's cache directory, made in the
 *     background after the first start; the system property {@code multiproc.classArchive} set to false forbids it too
 * @param exitGrace how long the program waits for its children when a signal ends it
 * @param ignoreInterruptSignal whether children ignore SIGINT, which a terminal sends to all of its programs at Ctrl-C
 * @param failedStartsReported whether a line on standard error tells of a child whose JVM ended before it joined the session
 */
public record Options(
        List<String> jvmArgs,
        List<Path> classPath,
        Map<String, String> environment,
        Optional<Path> workingDirectory,
        Optional<Path> baseDirectory,
        Codec codec,
        Optional<String> deserializationFilter,
        WaitStrategy waitStrategy,
        int spares,
        boolean classArchive,
        Duration exitGrace,
        boolean ignoreInterruptSignal,
        boolean failedStartsReported) {
    private static final int MAX_SPARES = 64;
    private static final Duration USUAL_EXIT_GRACE = Duration.ofSeconds(5);

    private static final Options DEFAULTS = new Options(
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            new DefaultCodec(),
            Optional.empty(),
            WaitStrategy.AUTO,
            0,
            true,
            USUAL_EXIT_GRACE,
            false,
            true);

    /**
     * Copies the collections, and refuses what children could not be started with. No argument may be null.
     *
     * @param jvmArgs flags without a NUL; copied
     * @param classPath files and directories, which are not looked at before a child starts; copied
     * @param environment names without {@code =} and values, both without a NUL; copied
     * @param workingDirectory a directory, which is not looked at before a child starts, or empty
     * @param baseDirectory a directory, which is not looked at before a session is made, or empty
     * @param codec of a class with a public constructor without parameters: children make theirs by it
     * @param deserializationFilter a well-formed pattern, or empty
     * @param waitStrategy for this process and for children
     * @param spares 0 to 64 JVMs
     * @param classArchive false to neither make an archive nor use one
     * @param exitGrace not negative; zero means do not wait
     * @param ignoreInterruptSignal holds for children only, not for this process
     * @param failedStartsReported false leaves it to {@link ChildProcess#failure()}
     * @throws IllegalArgumentException if one of these is not as said here
     */
    public Options {
        jvmArgs = List.copyOf(jvmArgs);
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(workingDirectory, "workingDirectory");
        Objects.requireNonNull(baseDirectory, "baseDirectory");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(deserializationFilter, "deserializationFilter");
        Objects.requireNonNull(waitStrategy, "waitStrategy");
        if (spares < 0 || spares > MAX_SPARES) {
            throw new IllegalArgumentException("spares must be 0 to " + MAX_SPARES + ", spares=" + spares);
        }
        if (exitGrace.isNegative()) {
            throw new IllegalArgumentException("the grace at exit is negative, exitGrace=" + exitGrace);
        }
        for (String arg : jvmArgs) {
            checkText("a flag for child JVMs", arg);
        }
        checkEnvironment(environment);
        if (deserializationFilter.isPresent()) {
            // Throws if the pattern is malformed.
            ObjectInputFilter.Config.createFilter(deserializationFilter.get());
        }
    }

    private static void checkEnvironment(Map<String, String> environment) {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException(
                        "a variable's name is empty or has a = in it, variable=\"" + name + "\"");
            }
            checkText("the name of a variable", name);
            checkText("the value of variable " + name, variable.getValue());
        }
    }

    /** The value is not shown: it may be a secret. */
    private static void checkText(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " has a NUL in it, at character " + text.indexOf('\0'));
        }
    }

    /** How blocked threads sleep and are woken. */
    public enum WaitStrategy {
        /** The fastest that works here. */
        AUTO,
        /** Linux's futex. */
        FUTEX,
        /** Sockets on the loopback address: works everywhere. */
        SOCKET
    }

    /**
     * What a session has that is told nothing.
     *
     * @return the default options
     */
    public static Options defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the flags for child JVMs.
     *
     * @param args one flag each
     * @return a changed copy
     */
    public Options withJvmArgs(String... args) {
        return with(draft -> draft.jvmArgs = List.of(args));
    }

    /**
     * Sets what children have in front of this JVM's class path.
     *
     * @param entries jars and directories
     * @return a changed copy
     */
    public Options withClassPath(Path... entries) {
        return with(draft -> draft.classPath = List.of(entries));
    }

    /**
     * Sets the variables that children have beside this process's own.
     *
     * @param variables names and values
     * @return a changed copy
     */
    public Options withEnvironment(Map<String, String> variables) {
        return with(draft -> draft.environment = variables);
    }

    /**
     * Sets where children start.
     *
     * @param directory an existing directory
     * @return a changed copy
     */
    public Options withWorkingDirectory(Path directory) {
        return with(draft -> draft.workingDirectory = Optional.of(directory));
    }

    /**
     * Sets where the session's directory is made.
     *
     * @param directory made if it is not there, with mode 0700
     * @return a changed copy
     */
    public Options withBaseDirectory(Path directory) {
        return with(draft -> draft.baseDirectory = Optional.of(directory));
    }

    /**
     * Sets how items become bytes.
     *
     * @param newCodec of a class with a public constructor without parameters
     * @return a changed copy
     */
    public Options withCodec(Codec newCodec) {
        return with(draft -> draft.codec = newCodec);
    }

    /**
     * Sets what may be read by Java serialization.
     *
     * @param pattern as of {@link java.io.ObjectInputFilter.Config#createFilter}
     * @return a changed copy
     */
    public Options withDeserializationFilter(String pattern) {
        return with(draft -> draft.deserializationFilter = Optional.of(pattern));
    }

    /**
     * Sets how blocked threads sleep and are woken.
     *
     * @param strategy the way to wait
     * @return a changed copy
     */
    public Options withWaitStrategy(WaitStrategy strategy) {
        return with(draft -> draft.waitStrategy = strategy);
    }

    /**
     * Sets how many JVMs wait, started ahead, for a task: a child's start then takes milliseconds. A spare that was taken is
     * replaced. Spares that were not taken end with the session, and with this process however it ends; until then each
     * takes the memory of an idle JVM.
     *
     * @param count 0 to 64
     * @return a changed copy
     * @throws IllegalArgumentException if there are too many, or fewer than none
     */
    public Options withSpares(int count) {
        return with(draft -> draft.spares = count);
    }

    /**
     * Sets whether children may load their classes from an archive, which halves their start. It lies in the user's cache
     * directory ({@code $XDG_CACHE_HOME/multiproc}, else {@code ~/.cache/multiproc}, else where the system property {@code
     * multiproc.cacheDirectory} says) and is made by a process in the background, at the lowest priority, after the first
     * start with a JVM and a class path of jars that it does not know.
     *
     * @param allowed false to neither make one nor use it
     * @return a changed copy
     */
    public Options withClassArchive(boolean allowed) {
        return with(draft -> draft.classArchive = allowed);
    }

    /**
     * Sets how long the program waits for children that are no daemons when a signal ends it: Ctrl-C, SIGTERM, SIGHUP. They go
     * on without it then, as Python's do; daemons are ended. The default of 5 seconds leaves something of the 10 seconds that
     * containers have to stop. A child that a signal ends does not wait for its own children, and a program that ends by
     * itself waits for its own without a limit.
     *
     * @param grace zero to not wait
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Options withExitGrace(Duration grace) {
        return with(draft -> draft.exitGrace = grace);
    }

    /**
     * Sets whether children ignore SIGINT. A terminal sends it to this process and to all children at Ctrl-C; where this is set it
     * ends this process only, which ends its children in its own order. Theirs inherit it. Not on Windows.
     *
     * @param ignored true to leave children alone
     * @return a changed copy
     */
    public Options withIgnoreInterruptSignal(boolean ignored) {
        return with(draft -> draft.ignoreInterruptSignal = ignored);
    }

    /**
     * Sets whether a line on standard error tells of a child whose JVM ended before it joined the session. {@link
     * ChildProcess#failure()} tells of it either way.
     *
     * @param reported false for silence
     * @return a changed copy
     */
    public Options withFailedStartsReported(boolean reported) {
        return with(draft -> draft.failedStartsReported = reported);
    }

    private Options with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finish();
    }

    /** A copy that can be changed. */
    private static final class Draft {
        List<String> jvmArgs;
        List<Path> classPath;
        Map<String, String> environment;
        Optional<Path> workingDirectory;
        Optional<Path> baseDirectory;
        Codec codec;
        Optional<String> deserializationFilter;
        WaitStrategy waitStrategy;
        int spares;
        boolean classArchive;
        Duration exitGrace;
        boolean ignoreInterruptSignal;
        boolean failedStartsReported;

        Draft(Options options) {
            jvmArgs = options.jvmArgs;
            classPath = options.classPath;
            environment = options.environment;
            workingDirectory = options.workingDirectory;
            baseDirectory = options.baseDirectory;
            codec = options.codec;
            deserializationFilter = options.deserializationFilter;
            waitStrategy = options.waitStrategy;
            spares = options.spares;
            classArchive = options.classArchive;
            exitGrace = options.exitGrace;
            ignoreInterruptSignal = options.ignoreInterruptSignal;
            failedStartsReported = options.failedStartsReported;
        }

        Options finish() {
            return new Options(
                    jvmArgs,
                    classPath,
                    environment,
                    workingDirectory,
                    baseDirectory,
                    codec,
                    deserializationFilter,
                    waitStrategy,
                    spares,
                    classArchive,
                    exitGrace,
                    ignoreInterruptSignal,
                    failedStartsReported);
        }
    }
}
