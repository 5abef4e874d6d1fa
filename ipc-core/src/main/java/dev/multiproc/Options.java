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

/**
 * How a session is made, and how the JVMs of its children are started. Immutable; each {@code with} method gives a changed copy.
 * Children of children are started with the same options.
 *
 * <p>The methods for what a {@link ChildOptions} says ({@link #withJvmArgs}, {@link #withEnvironment} and so on) change the
 * options of all children.
 */
public final class Options {
    private static final int MAX_SPARES = 64;

    private static final Options DEFAULTS = new Options(new Draft());

    private final ChildOptions childOptions;
    private final Optional<Path> baseDirectory;
    private final Codec codec;
    private final Optional<String> deserializationFilter;
    private final WaitStrategy waitStrategy;
    private final int spares;
    private final Preload preload;
    private final boolean classArchive;
    private final Duration exitGrace;
    private final boolean failedStartsReported;
    private final boolean failuresReported;

    private Options(Draft draft) {
        childOptions = Objects.requireNonNull(draft.childOptions, "childOptions");
        baseDirectory = draft.baseDirectory;
        codec = Objects.requireNonNull(draft.codec, "codec");
        deserializationFilter = draft.deserializationFilter;
        waitStrategy = Objects.requireNonNull(draft.waitStrategy, "waitStrategy");
        spares = draft.spares;
        preload = Objects.requireNonNull(draft.preload, "preload");
        classArchive = draft.classArchive;
        exitGrace = draft.exitGrace;
        failedStartsReported = draft.failedStartsReported;
        failuresReported = draft.failuresReported;
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
     * How the JVMs of all children are started.
     *
     * @return what a child's own options come on top of
     */
    public ChildOptions childOptions() {
        return childOptions;
    }

    /**
     * Where the session's directory is made.
     *
     * @return a directory; empty for what the system property {@code multiproc.baseDirectory} says, or the memory file system
     *     if it has room, else the temporary directory
     */
    public Optional<Path> baseDirectory() {
        return baseDirectory;
    }

    /**
     * How items become bytes.
     *
     * @return the codec
     */
    public Codec codec() {
        return codec;
    }

    /**
     * What may be read by Java serialization.
     *
     * @return a pattern as of {@link java.io.ObjectInputFilter.Config#createFilter}; empty for the library's limits
     */
    public Optional<String> deserializationFilter() {
        return deserializationFilter;
    }

    /**
     * How blocked threads sleep and are woken.
     *
     * @return the way to wait
     */
    public WaitStrategy waitStrategy() {
        return waitStrategy;
    }

    /**
     * How many JVMs wait, started ahead, for a task of this process; its children keep none.
     *
     * @return 0 to 64
     */
    public int spares() {
        return spares;
    }

    /**
     * Whether children may load their classes from an archive; the system property {@code multiproc.classArchive} set to false
     * forbids it too.
     *
     * @return true if they may
     */
    public boolean classArchive() {
        return classArchive;
    }

    /**
     * What spares load while they wait for a task.
     *
     * @return classes, and what happens if they cannot be loaded
     */
    public Preload preload() {
        return preload;
    }

    /**
     * How long the program waits for its children when a signal ends it.
     *
     * @return zero for not at all
     */
    public Duration exitGrace() {
        return exitGrace;
    }

    /**
     * Whether a line on standard error tells of a child whose JVM ended before it joined the session.
     *
     * @return true if it does
     */
    public boolean failedStartsReported() {
        return failedStartsReported;
    }

    /**
     * Whether a line on standard error tells at the end of the session of each child that failed and that nobody asked about.
     *
     * @return true if it does
     */
    public boolean failuresReported() {
        return failuresReported;
    }

    /**
     * Sets how the JVMs of all children are started.
     *
     * @param options what a child's own options come on top of
     * @return a changed copy
     */
    public Options withChildOptions(ChildOptions options) {
        Draft draft = new Draft(this);
        draft.childOptions = options;
        return new Options(draft);
    }

    /**
     * Sets the flags for child JVMs.
     *
     * @param args one flag each
     * @return a changed copy
     */
    public Options withJvmArgs(String... args) {
        return withChildOptions(childOptions.withJvmArgs(args));
    }

    /**
     * Sets the entries that children have before this JVM's class path.
     *
     * @param entries jars and directories
     * @return a changed copy
     */
    public Options withClassPath(Path... entries) {
        return withChildOptions(childOptions.withClassPath(entries));
    }

    /**
     * Sets the variables that children have in addition to this process's own.
     *
     * @param variables names and values
     * @return a changed copy
     */
    public Options withEnvironment(Map<String, String> variables) {
        return withChildOptions(childOptions.withEnvironment(variables));
    }

    /**
     * Sets where children start.
     *
     * @param directory an existing directory
     * @return a changed copy
     */
    public Options withWorkingDirectory(Path directory) {
        return withChildOptions(childOptions.withWorkingDirectory(directory));
    }

    /**
     * Sets where the session's directory is created. If the directory exists it has to be a directory and not a link, to belong to
     * this user, and to give no permission to the group and to others (mode 0700): {@code open} refuses any other one, since
     * sessions hold what a program serializes. It may hold other files. What the library creates in it is gone when the last of
     * its sessions has been closed; the directory itself stays.
     *
     * @param directory created with mode 0700 if it does not exist, and its missing parents too
     * @return a changed copy
     */
    public Options withBaseDirectory(Path directory) {
        Draft draft = new Draft(this);
        draft.baseDirectory = Optional.of(directory);
        return new Options(draft);
    }

    /**
     * Sets the codec that encodes items as bytes.
     *
     * @param newCodec a codec whose class has a public constructor without parameters
     * @return a changed copy
     */
    public Options withCodec(Codec newCodec) {
        Draft draft = new Draft(this);
        draft.codec = newCodec;
        return new Options(draft);
    }

    /**
     * Sets which classes Java serialization may read.
     *
     * @param pattern a pattern for {@link java.io.ObjectInputFilter.Config#createFilter}
     * @return a changed copy
     */
    public Options withDeserializationFilter(String pattern) {
        // Throws if the pattern is malformed.
        ObjectInputFilter.Config.createFilter(pattern);
        Draft draft = new Draft(this);
        draft.deserializationFilter = Optional.of(pattern);
        return new Options(draft);
    }

    /**
     * Sets how blocked threads sleep and are woken.
     *
     * @param strategy the way to wait
     * @return a changed copy
     */
    public Options withWaitStrategy(WaitStrategy strategy) {
        Draft draft = new Draft(this);
        draft.waitStrategy = strategy;
        return new Options(draft);
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
        if (count < 0 || count > MAX_SPARES) {
            throw new IllegalArgumentException("spares must be 0 to " + MAX_SPARES + ", spares=" + count);
        }
        Draft draft = new Draft(this);
        draft.spares = count;
        return new Options(draft);
    }

    /**
     * Sets what spares load while they wait for a task.
     *
     * @param classes what to load, and what to do if that fails
     * @return a changed copy
     */
    public Options withPreload(Preload classes) {
        Draft draft = new Draft(this);
        draft.preload = classes;
        return new Options(draft);
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
        Draft draft = new Draft(this);
        draft.classArchive = allowed;
        return new Options(draft);
    }

    /**
     * Sets how long the program waits for children that are not daemons when a signal ends it: Ctrl-C, SIGTERM or
     * SIGHUP. After that they go on without it, as Python's do; daemons are ended. The default of 5 seconds leaves some
     * of the 10 seconds that containers have to stop. A child that a signal ends does not wait for its own children,
     * and a program that ends by itself waits for its children without a limit.
     *
     * <p>The actions given to {@link Multiprocessing#onClose} run before that. At a signal they and the wait for the children have
     * this time together; at any other exit of the JVM the actions have it for themselves. If it is zero, they do not run at exit.
     *
     * @param grace how long to wait; zero means do not wait
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Options withExitGrace(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace at exit is negative, exitGrace=" + grace);
        }
        Draft draft = new Draft(this);
        draft.exitGrace = grace;
        return new Options(draft);
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
        return withChildOptions(childOptions.withIgnoreInterruptSignal(ignored));
    }

    /**
     * Sets whether a line on standard error reports a child whose JVM ended before it joined the session. {@link
     * ChildProcess#failure()} reports it in any case.
     *
     * @param reported false to write nothing
     * @return a changed copy
     */
    public Options withFailedStartsReported(boolean reported) {
        Draft draft = new Draft(this);
        draft.failedStartsReported = reported;
        return new Options(draft);
    }

    /**
     * Sets where the standard output and the standard error of children go. Spares are not kept if it is {@link
     * ChildOutput#toFile}.
     *
     * @param place this process's own output, a file, or a consumer of lines
     * @return a changed copy
     */
    public Options withOutput(ChildOutput place) {
        return withChildOptions(childOptions.withOutput(place));
    }

    /**
     * Sets whether {@link Multiprocessing#close()}, or the end of the program without it, names on standard error the children
     * that failed without anybody knowing: each with its name, its pid and how it ended. Nobody knows if the program has used
     * none of {@link ChildProcess#exitCode()}, {@link ChildProcess#failure()}, {@link ChildProcess#joinOrThrow()} and {@link
     * ChildProcess#onExit()} for that child. A child that this process or the end of its session ended has not failed; one that
     * SIGINT, SIGHUP or SIGTERM ended is not named, since these are often sent to all processes at once.
     *
     * @param reported false to write nothing
     * @return a changed copy
     */
    public Options withFailuresReported(boolean reported) {
        Draft draft = new Draft(this);
        draft.failuresReported = reported;
        return new Options(draft);
    }

    private List<Object> values() {
        return List.of(
                childOptions,
                baseDirectory,
                codec,
                deserializationFilter,
                waitStrategy,
                spares,
                preload,
                classArchive,
                exitGrace,
                failedStartsReported,
                failuresReported);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "Options" + values();
    }

    /** A copy that can be changed. No builder with lambdas: children read their options at their start. */
    private static final class Draft {
        ChildOptions childOptions = ChildOptions.defaults();
        Optional<Path> baseDirectory = Optional.empty();
        Codec codec = new DefaultCodec();
        Optional<String> deserializationFilter = Optional.empty();
        WaitStrategy waitStrategy = WaitStrategy.AUTO;
        int spares;
        Preload preload = Preload.nothing();
        boolean classArchive = true;
        Duration exitGrace = Duration.ofSeconds(5);
        boolean failedStartsReported = true;
        boolean failuresReported = true;

        Draft() {}

        Draft(Options options) {
            childOptions = options.childOptions;
            baseDirectory = options.baseDirectory;
            codec = options.codec;
            deserializationFilter = options.deserializationFilter;
            waitStrategy = options.waitStrategy;
            spares = options.spares;
            preload = options.preload;
            classArchive = options.classArchive;
            exitGrace = options.exitGrace;
            failedStartsReported = options.failedStartsReported;
            failuresReported = options.failuresReported;
        }
    }
}
