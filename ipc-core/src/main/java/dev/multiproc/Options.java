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
    private final boolean classArchive;
    private final Duration exitGrace;
    private final boolean failedStartsReported;

    private Options(Draft draft) {
        childOptions = Objects.requireNonNull(draft.childOptions, "childOptions");
        baseDirectory = draft.baseDirectory;
        codec = Objects.requireNonNull(draft.codec, "codec");
        deserializationFilter = draft.deserializationFilter;
        waitStrategy = Objects.requireNonNull(draft.waitStrategy, "waitStrategy");
        spares = draft.spares;
        classArchive = draft.classArchive;
        exitGrace = draft.exitGrace;
        failedStartsReported = draft.failedStartsReported;
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
     * Sets what children have in front of this JVM's class path.
     *
     * @param entries jars and directories
     * @return a changed copy
     */
    public Options withClassPath(Path... entries) {
        return withChildOptions(childOptions.withClassPath(entries));
    }

    /**
     * Sets the variables that children have beside this process's own.
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
     * Sets where the session's directory is made.
     *
     * @param directory made if it is not there, with mode 0700
     * @return a changed copy
     */
    public Options withBaseDirectory(Path directory) {
        Draft draft = new Draft(this);
        draft.baseDirectory = Optional.of(directory);
        return new Options(draft);
    }

    /**
     * Sets how items become bytes.
     *
     * @param newCodec of a class with a public constructor without parameters
     * @return a changed copy
     */
    public Options withCodec(Codec newCodec) {
        Draft draft = new Draft(this);
        draft.codec = newCodec;
        return new Options(draft);
    }

    /**
     * Sets what may be read by Java serialization.
     *
     * @param pattern as of {@link java.io.ObjectInputFilter.Config#createFilter}
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
     * Sets how many JVMs wait, started ahead, for a task: a child's start then takes milliseconds. A spare that was taken is
     * replaced. Spares that were not taken end with the session, and with this process however it ends; until then each
     * takes the memory of an idle JVM.
     *
     * @param count 0 to 64
     * @return a changed copy
     * @throws IllegalArgumentException if there are too many, or fewer than none
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
     * Sets whether children may load their classes from an archive, which halves their start. It lies in the user's cache
     * directory ({@code $XDG_CACHE_HOME/multiproc}, else {@code ~/.cache/multiproc}, else where the system property {@code
     * multiproc.cacheDirectory} says) and is made by a process in the background, at the lowest priority, after the first
     * start with a JVM and a class path of jars that it does not know.
     *
     * @param allowed false to neither make one nor use it
     * @return a changed copy
     */
    public Options withClassArchive(boolean allowed) {
        Draft draft = new Draft(this);
        draft.classArchive = allowed;
        return new Options(draft);
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
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace at exit is negative, exitGrace=" + grace);
        }
        Draft draft = new Draft(this);
        draft.exitGrace = grace;
        return new Options(draft);
    }

    /**
     * Sets whether children ignore SIGINT. A terminal sends it to this process and to all children at Ctrl-C; where this is set it
     * ends this process only, which ends its children in its own order. Theirs inherit it. Not on Windows.
     *
     * @param ignored true to leave children alone
     * @return a changed copy
     */
    public Options withIgnoreInterruptSignal(boolean ignored) {
        return withChildOptions(childOptions.withIgnoreInterruptSignal(ignored));
    }

    /**
     * Sets whether a line on standard error tells of a child whose JVM ended before it joined the session. {@link
     * ChildProcess#failure()} tells of it either way.
     *
     * @param reported false for silence
     * @return a changed copy
     */
    public Options withFailedStartsReported(boolean reported) {
        Draft draft = new Draft(this);
        draft.failedStartsReported = reported;
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
                classArchive,
                exitGrace,
                failedStartsReported);
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
        boolean classArchive = true;
        Duration exitGrace = Duration.ofSeconds(5);
        boolean failedStartsReported = true;

        Draft() {}

        Draft(Options options) {
            childOptions = options.childOptions;
            baseDirectory = options.baseDirectory;
            codec = options.codec;
            deserializationFilter = options.deserializationFilter;
            waitStrategy = options.waitStrategy;
            spares = options.spares;
            classArchive = options.classArchive;
            exitGrace = options.exitGrace;
            failedStartsReported = options.failedStartsReported;
        }
    }
}
