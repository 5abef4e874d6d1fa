package dev.multiproc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a child's JVM is started. A session has options for all its children ({@link Options#withChildOptions}), and a child may
 * have more of its own ({@link ChildProcess#options}), which come on top of them. Immutable; each {@code with} method gives a
 * changed copy.
 */
public final class ChildOptions {
    /** Stands for any host that has an agent: {@link #onAny()}. */
    public static final String ANY_HOST = "*";

    private static final long MIN_HEAP_BYTES = 8L * 1024 * 1024;
    private static final Duration DEFAULT_HOST_TIMEOUT = Duration.ofSeconds(30);

    private static final ChildOptions DEFAULTS = new ChildOptions(new Draft());

    private final List<String> jvmArgs;
    private final OptionalLong maxHeap;
    private final List<Path> classPath;
    private final Map<String, String> environment;
    private final Optional<Path> workingDirectory;
    private final Optional<Path> javaHome;
    private final boolean ignoreInterruptSignal;
    private final Optional<ChildOutput> output;
    private final Optional<Class<?>> classesOf;
    private final Optional<String> host;
    private final Optional<Duration> hostTimeout;
    private final boolean isStartAwaited;

    private ChildOptions(Draft draft) {
        jvmArgs = List.copyOf(draft.jvmArgs);
        maxHeap = draft.maxHeap;
        classPath = List.copyOf(draft.classPath);
        environment = Map.copyOf(draft.environment);
        workingDirectory = draft.workingDirectory;
        javaHome = draft.javaHome;
        ignoreInterruptSignal = draft.ignoreInterruptSignal;
        output = draft.output;
        classesOf = draft.classesOf;
        host = draft.host;
        hostTimeout = draft.hostTimeout;
        isStartAwaited = draft.isStartAwaited;
        for (String arg : jvmArgs) {
            checkText("a flag for child JVMs", arg);
        }
        checkEnvironment(environment);
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

    /**
     * What a child has of which nothing is said: this JVM's class path, environment and directory, a part of the memory as its
     * heap.
     *
     * @return the default options
     */
    public static ChildOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Flags for the JVM, after the library's own, so that they win over them.
     *
     * @return one flag each
     */
    public List<String> jvmArgs() {
        return jvmArgs;
    }

    /**
     * The most memory that the heap takes.
     *
     * @return a number of bytes; empty for a quarter of the memory, divided by the number of processors
     */
    public OptionalLong maxHeap() {
        return maxHeap;
    }

    /**
     * Entries in front of this JVM's class path.
     *
     * @return jars and directories
     */
    public List<Path> classPath() {
        return classPath;
    }

    /**
     * Variables beside this process's own.
     *
     * @return names and values
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Where the JVM starts.
     *
     * @return a directory; empty for where this process started
     */
    public Optional<Path> workingDirectory() {
        return workingDirectory;
    }

    /**
     * The JDK or JRE that the JVM is of.
     *
     * @return its directory; empty for this JVM's
     */
    public Optional<Path> javaHome() {
        return javaHome;
    }

    /**
     * Whether SIGINT is ignored, which a terminal sends to all of its programs at Ctrl-C.
     *
     * @return true if it is ignored
     */
    public boolean ignoreInterruptSignal() {
        return ignoreInterruptSignal;
    }

    /**
     * Where the child's standard output and standard error go.
     *
     * @return empty for what the session's options say, and where they say nothing, for where this process writes
     */
    public Optional<ChildOutput> output() {
        return output;
    }

    /**
     * Sets the flags for the JVM.
     *
     * @param args one flag each
     * @return a changed copy
     * @throws IllegalArgumentException if one has a NUL in it
     */
    public ChildOptions withJvmArgs(String... args) {
        Draft draft = new Draft(this);
        draft.jvmArgs = List.of(args);
        return new ChildOptions(draft);
    }

    /**
     * Sets the most memory that the heap takes, as {@code -Xmx} does.
     *
     * @param bytes at least 8 MiB
     * @return a changed copy
     * @throws IllegalArgumentException if it is less
     */
    public ChildOptions withMaxHeap(long bytes) {
        if (bytes < MIN_HEAP_BYTES) {
            throw new IllegalArgumentException("a heap takes at least " + MIN_HEAP_BYTES + " bytes, maxHeap=" + bytes);
        }
        Draft draft = new Draft(this);
        draft.maxHeap = OptionalLong.of(bytes);
        return new ChildOptions(draft);
    }

    /**
     * Sets what stands in front of this JVM's class path.
     *
     * @param entries jars and directories
     * @return a changed copy
     */
    public ChildOptions withClassPath(Path... entries) {
        Draft draft = new Draft(this);
        draft.classPath = List.of(entries);
        return new ChildOptions(draft);
    }

    /**
     * Sets the variables beside this process's own.
     *
     * @param variables names and values
     * @return a changed copy
     * @throws IllegalArgumentException if a name is empty or has a {@code =} in it, or there is a NUL
     */
    public ChildOptions withEnvironment(Map<String, String> variables) {
        Draft draft = new Draft(this);
        draft.environment = variables;
        return new ChildOptions(draft);
    }

    /**
     * Sets where the JVM starts.
     *
     * @param directory an existing directory
     * @return a changed copy
     */
    public ChildOptions withWorkingDirectory(Path directory) {
        Draft draft = new Draft(this);
        draft.workingDirectory = Optional.of(directory);
        return new ChildOptions(draft);
    }

    /**
     * Sets of which JDK or JRE the JVM is: 17 or newer. One that is not this JVM's starts without an archive of its classes, so
     * more slowly.
     *
     * @param directory with {@code bin/java} in it
     * @return a changed copy
     */
    public ChildOptions withJavaHome(Path directory) {
        Draft draft = new Draft(this);
        draft.javaHome = Optional.of(directory);
        return new ChildOptions(draft);
    }

    /**
     * Sets whether SIGINT is ignored. A terminal sends it to this process and to all children at Ctrl-C; where this is set it
     * ends this process only, which ends its children in its own order. Theirs inherit it. Not on Windows.
     *
     * @param ignored true to leave children alone
     * @return a changed copy
     */
    public ChildOptions withIgnoreInterruptSignal(boolean ignored) {
        Draft draft = new Draft(this);
        draft.ignoreInterruptSignal = ignored;
        return new ChildOptions(draft);
    }

    /**
     * Sets where the child's standard output and standard error go. The child's own children always write to where it writes.
     *
     * @param place this process's own output, a file, or a consumer of lines
     * @return a changed copy
     */
    public ChildOptions withOutput(ChildOutput place) {
        Draft draft = new Draft(this);
        draft.output = Optional.of(place);
        return new ChildOptions(draft);
    }

    /**
     * Says nothing of the output any more; see {@link #output()}.
     *
     * @return a changed copy
     */
    public ChildOptions withoutOutput() {
        if (output.isEmpty()) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.output = Optional.empty();
        return new ChildOptions(draft);
    }

    /**
     * Lets the child find the classes that a class of this program finds: for a task that receives objects of a plug-in, of another
     * class loader than its own, or of JShell. By default it is the class of the task. It is an option of a single child: {@link
     * Options#withChildOptions} ignores it.
     *
     * @param type a class of this program
     * @return a changed copy
     */
    public ChildOptions withClassesOf(Class<?> type) {
        Draft draft = new Draft(this);
        draft.classesOf = Optional.of(type);
        return new ChildOptions(draft);
    }

    /**
     * The class whose classes the child finds.
     *
     * @return empty if it is that of the child's task
     */
    public Optional<Class<?>> classesOf() {
        return classesOf;
    }

    // ---------------------------------------------------------------- other hosts

    /**
     * Has the child started on another host, by an agent there: the command {@code multiproc agent ADDRESS}. Only a session at a
     * server ({@link Multiprocessing#open(java.net.URI)}) has agents.
     *
     * <p>The names of classes and the task's data travel, never code: the same jar has to be on the agent's class path, and one that
     * differs is refused. What the child captures may be objects of the session, but no pipes. Of these options only the heap is for
     * that JVM; flags, environment, directory, JDK and class path are the agent's, and what the child writes goes to where the agent
     * writes. Its end and its last lines are reported here. A daemon is ended there when this process's lease at the server has
     * ended; any child, when its agent ends, however that ends.
     *
     * <p><b>Security</b>: an agent runs what is on its class path for whoever can write to the server. Let nobody else reach the
     * server: give it a password, and use {@code rediss://} where others can listen.
     *
     * @param name the agent's name, which is its host's unless it was given another
     * @return a changed copy
     * @throws IllegalArgumentException if the name is empty or has a blank in it
     */
    public ChildOptions on(String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException(
                    "the name of a host is empty or has a blank in it, host=\"" + name + "\"");
        }
        Draft draft = new Draft(this);
        draft.host = Optional.of(name);
        return new ChildOptions(draft);
    }

    /**
     * Has the child started by an agent, whichever has the fewest children and a place for one more. See {@link #on}.
     *
     * @return a changed copy
     */
    public ChildOptions onAny() {
        return on(ANY_HOST);
    }

    /**
     * Sets how long it may take until an agent has taken the child: longer if none is there yet, or all have as many children as
     * they may have. 30 seconds by default. See {@link #withStartAwaited} for what happens then.
     *
     * @param timeout a positive time
     * @return a changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public ChildOptions withHostTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the time-out must be positive, but is " + timeout);
        }
        Draft draft = new Draft(this);
        draft.hostTimeout = Optional.of(timeout);
        return new ChildOptions(draft);
    }

    /**
     * Sets whether {@link ChildProcess#start()} waits until an agent has started the child, as it does by default: it throws a
     * {@link MultiprocessingException} if none has in time, or if the agent cannot. Otherwise it returns at once; the child is alive
     * and has no {@linkplain ChildProcess#pid() pid} until an agent has started it, and if none has in time, it ends with exit code
     * 1, and {@link ChildProcess#failure()} says why.
     *
     * @param awaited false to return at once
     * @return a changed copy
     */
    public ChildOptions withStartAwaited(boolean awaited) {
        Draft draft = new Draft(this);
        draft.isStartAwaited = awaited;
        return new ChildOptions(draft);
    }

    /**
     * The host that the child is started on.
     *
     * @return the name of an agent, or {@link #ANY_HOST}; empty for this machine
     */
    public Optional<String> host() {
        return host;
    }

    /**
     * How long it may take until an agent has taken the child.
     *
     * @return a positive time
     */
    public Duration hostTimeout() {
        return hostTimeout.orElse(DEFAULT_HOST_TIMEOUT);
    }

    /**
     * Whether {@link ChildProcess#start()} waits until an agent has started the child.
     *
     * @return false if it returns at once
     */
    public boolean isStartAwaited() {
        return isStartAwaited;
    }

    // ---------------------------------------------------------------- all together

    /**
     * Puts others on top of these, except for {@link #classesOf()}, which belongs to one child: their flags come behind, their class path in front, their variables win, and what else they
     * say holds in place of what these say.
     *
     * @param others what comes on top
     * @return both together
     */
    public ChildOptions plus(ChildOptions others) {
        Draft draft = new Draft(this);
        draft.jvmArgs = new ArrayList<>(jvmArgs);
        draft.jvmArgs.addAll(others.jvmArgs);
        draft.maxHeap = others.maxHeap.isPresent() ? others.maxHeap : maxHeap;
        draft.classPath = new ArrayList<>(others.classPath);
        draft.classPath.addAll(classPath);
        draft.environment = new LinkedHashMap<>(environment);
        draft.environment.putAll(others.environment);
        draft.workingDirectory = others.workingDirectory.isPresent() ? others.workingDirectory : workingDirectory;
        draft.javaHome = others.javaHome.isPresent() ? others.javaHome : javaHome;
        draft.ignoreInterruptSignal = ignoreInterruptSignal || others.ignoreInterruptSignal;
        draft.output = others.output.isPresent() ? others.output : output;
        draft.classesOf = Optional.empty();
        draft.host = others.host.isPresent() ? others.host : host;
        draft.hostTimeout = others.hostTimeout.isPresent() ? others.hostTimeout : hostTimeout;
        draft.isStartAwaited = isStartAwaited && others.isStartAwaited;
        return new ChildOptions(draft);
    }

    private List<Object> values() {
        return List.of(
                jvmArgs,
                maxHeap,
                classPath,
                environment,
                workingDirectory,
                javaHome,
                ignoreInterruptSignal,
                output,
                classesOf,
                host,
                hostTimeout,
                isStartAwaited);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChildOptions that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Without the values of variables, which may be secrets. */
    @Override
    public String toString() {
        return "ChildOptions[jvmArgs=" + jvmArgs + ", maxHeap=" + maxHeap + ", classPath=" + classPath
                + ", environment=" + environment.keySet() + ", workingDirectory=" + workingDirectory + ", javaHome="
                + javaHome + ", ignoreInterruptSignal=" + ignoreInterruptSignal + ", output=" + output
                + ", host=" + host + "]";
    }

    /** A copy that can be changed. No builder with lambdas: children read their options at their start. */
    private static final class Draft {
        List<String> jvmArgs = List.of();
        OptionalLong maxHeap = OptionalLong.empty();
        List<Path> classPath = List.of();
        Map<String, String> environment = Map.of();
        Optional<Path> workingDirectory = Optional.empty();
        Optional<Path> javaHome = Optional.empty();
        boolean ignoreInterruptSignal;
        Optional<ChildOutput> output = Optional.empty();
        Optional<Class<?>> classesOf = Optional.empty();
        Optional<String> host = Optional.empty();
        Optional<Duration> hostTimeout = Optional.empty();
        boolean isStartAwaited = true;

        Draft() {}

        Draft(ChildOptions options) {
            jvmArgs = options.jvmArgs;
            maxHeap = options.maxHeap;
            classPath = options.classPath;
            environment = options.environment;
            workingDirectory = options.workingDirectory;
            javaHome = options.javaHome;
            ignoreInterruptSignal = options.ignoreInterruptSignal;
            output = options.output;
            classesOf = options.classesOf;
            host = options.host;
            hostTimeout = options.hostTimeout;
            isStartAwaited = options.isStartAwaited;
        }
    }
}
