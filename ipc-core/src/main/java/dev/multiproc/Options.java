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
 * The options of a session and its children. Immutable; each {@code with} method returns a changed copy. Children of
 * children are started with the same options.
 *
 * @param jvmArgs flags for child JVMs; they come after the library's own flags and override them
 * @param classPath entries that children have before this JVM's class path
 * @param environment variables that children have in addition to this process's own
 * @param workingDirectory where children start; empty means where this process started
 * @param baseDirectory where the session's directory is created; empty means the value of the system property {@code
 *     multiproc.baseDirectory}; without it the memory file system if it has room, or else the temporary directory
 * @param codec encodes items as bytes
 * @param deserializationFilter a pattern for {@link java.io.ObjectInputFilter.Config#createFilter}, applied to all that
 *     is read by Java serialization; empty means only the library's limits
 * @param waitStrategy how blocked threads sleep and are woken
 * @param spares how many JVMs are started ahead and wait for a task of this process; children keep none
 * @param classArchive whether children may load their classes from an archive in the user's cache directory, created in
 *     the background after the first start; the system property {@code multiproc.classArchive} with the value false
 *     disables it too
 * @param exitGrace how long the program waits for its children when a signal ends it
 * @param ignoreInterruptSignal whether children ignore SIGINT, which a terminal sends to all of its programs at Ctrl-C
 * @param failedStartsReported whether a line on standard error reports a child whose JVM ended before it joined the
 *     session
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
     * Copies the collections and checks the values.
     *
     * @throws IllegalArgumentException if children could not be started with these values: a flag or variable that
     *     contains NUL, a variable without a name or with {@code =} in its name, a malformed pattern, a negative grace
     *     period
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

    /** The message does not contain the value: it may be a secret. */
    private static void checkText(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " has a NUL in it, at character " + text.indexOf('\0'));
        }
    }

    /** How blocked threads sleep and are woken. */
    public enum WaitStrategy {
        /** The fastest strategy that works on this machine. */
        AUTO,
        /** Linux's {@code futex} system call. */
        FUTEX,
        /** Sockets on the loopback address, which work everywhere. */
        SOCKET
    }

    /**
     * The default options.
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
     * Sets the entries that children have before this JVM's class path.
     *
     * @param entries jars and directories
     * @return a changed copy
     */
    public Options withClassPath(Path... entries) {
        return with(draft -> draft.classPath = List.of(entries));
    }

    /**
     * Sets the variables that children have in addition to this process's own.
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
     * Sets where the session's directory is created.
     *
     * @param directory created with mode 0700 if it does not exist
     * @return a changed copy
     */
    public Options withBaseDirectory(Path directory) {
        return with(draft -> draft.baseDirectory = Optional.of(directory));
    }

    /**
     * Sets the codec that encodes items as bytes.
     *
     * @param newCodec a codec whose class has a public constructor without parameters
     * @return a changed copy
     */
    public Options withCodec(Codec newCodec) {
        return with(draft -> draft.codec = newCodec);
    }

    /**
     * Sets which classes Java serialization may read.
     *
     * @param pattern a pattern for {@link java.io.ObjectInputFilter.Config#createFilter}
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
     * Sets how many JVMs are started ahead and wait for a task, so that starting a child takes only milliseconds. A
     * used spare is replaced. Unused spares end with the session, and with this process however it ends; until then
     * each uses the memory of an idle JVM.
     *
     * @param count 0 to 64
     * @return a changed copy
     * @throws IllegalArgumentException if the count is out of range
     */
    public Options withSpares(int count) {
        return with(draft -> draft.spares = count);
    }

    /**
     * Sets whether children may load their classes from an archive, which halves their start time. The archive is in
     * the directory that the system property {@code multiproc.cacheDirectory} names; without it in {@code
     * $XDG_CACHE_HOME/multiproc}, or else in {@code ~/.cache/multiproc}. A background process of lowest priority
     * creates it after the first start with a new JVM or a new class path of jars.
     *
     * @param allowed false to neither create nor use an archive
     * @return a changed copy
     */
    public Options withClassArchive(boolean allowed) {
        return with(draft -> draft.classArchive = allowed);
    }

    /**
     * Sets how long the program waits for children that are not daemons when a signal ends it: Ctrl-C, SIGTERM or
     * SIGHUP. After that they go on without it, as Python's do; daemons are ended. The default of 5 seconds leaves some
     * of the 10 seconds that containers have to stop. A child that a signal ends does not wait for its own children,
     * and a program that ends by itself waits for its children without a limit.
     *
     * @param grace how long to wait; zero means do not wait
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Options withExitGrace(Duration grace) {
        return with(draft -> draft.exitGrace = grace);
    }

    /**
     * Sets whether children ignore SIGINT. At Ctrl-C a terminal sends it to this process and to all children. If
     * children ignore it, it ends only this process, which then ends its children in its own order. Children of
     * children inherit the setting. It has no effect on Windows.
     *
     * @param ignored true if children ignore the signal
     * @return a changed copy
     */
    public Options withIgnoreInterruptSignal(boolean ignored) {
        return with(draft -> draft.ignoreInterruptSignal = ignored);
    }

    /**
     * Sets whether a line on standard error reports a child whose JVM ended before it joined the session. {@link
     * ChildProcess#failure()} reports it in any case.
     *
     * @param reported false to write nothing
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
