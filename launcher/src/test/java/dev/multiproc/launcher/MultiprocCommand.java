package dev.multiproc.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Runs {@code multiproc} with the JVM flags of its start script, and keeps its output. */
public final class MultiprocCommand {
    private static final Path JAR = Path.of("target", "multiproc.jar").toAbsolutePath();

    /** An environment variable of the command and all its children, by which those that outlive it are found. */
    private static final String RUN_ID_VARIABLE = "MULTIPROC_TEST_RUN";

    private static final String MAIN = "dev.multiproc.launcher.Main";

    private static final String ARCHIVE_MAKER = "dev.multiproc.internal.session.ArchiveMaker";

    private static final String CHILD = "dev.multiproc.internal.session.ChildMain";

    private static final long SIGHUP_AND_SIGINT = 0b11;

    private static final Duration EXIT_TIME = Duration.ofSeconds(3);

    private final int exitCode;
    private final List<String> stdout;
    private final List<String> stderr;
    private final List<Long> leftBehind;

    private MultiprocCommand(int exitCode, List<String> stdout, List<String> stderr, List<Long> leftBehind) {
        this.exitCode = exitCode;
        this.stdout = stdout;
        this.stderr = stderr;
        this.leftBehind = leftBehind;
    }

    /**
     * Runs the command to its end.
     *
     * @param limit the time limit; after it the command and its children are killed and the test fails
     * @param args the words after {@code multiproc}
     * @return the exit code and the output
     */
    public static MultiprocCommand run(Duration limit, String... args) throws IOException, InterruptedException {
        return run(limit, Map.of(), (process, stdout) -> {}, args);
    }

    /**
     * Runs the command to its end with additional environment variables, and performs an action while it runs.
     *
     * @param limit the time limit; after it the command and its children are killed and the test fails
     * @param environment environment variables in addition to those of this process
     * @param meanwhile called after the start, with the process and the growing list of lines on its standard output
     * @param args the words after {@code multiproc}
     * @return the exit code and the output
     */
    public static MultiprocCommand run(
            Duration limit,
            Map<String, String> environment,
            BiConsumer<Process, List<String>> meanwhile,
            String... args)
            throws IOException, InterruptedException {
        return execute(limit, environment, meanwhile, words(environment, args));
    }

    /**
     * Runs a line of the shell in which <code>"$@"</code> stands for the command.
     *
     * @param limit the time limit; after it the command and its children are killed and the test fails
     * @param line such as <code>seq 3 | "$@"</code>
     * @param args the words after {@code multiproc}
     * @return the exit code and the output
     */
    public static MultiprocCommand runInShell(Duration limit, String line, String... args)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("bash", "-c", line, "bash"));
        words.addAll(words(Map.of(), args));
        return execute(limit, Map.of(), (process, stdout) -> {}, words);
    }

    /** The words that start the command, for another program. */
    public static List<String> words(String... args) {
        return words(Map.of(), args);
    }

    private static List<String> words(Map<String, String> environment, String... args) {
        List<String> words = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1"));
        // If the test's environment chooses a garbage collector, a second one here would keep the JVM from starting.
        if (environment.keySet().stream().noneMatch(name -> name.endsWith("OPTIONS"))) {
            words.add("-XX:+UseSerialGC");
        }
        words.addAll(List.of("-cp", JAR.toString(), MAIN));
        words.addAll(List.of(args));
        return words;
    }

    /** Runs the jar without the flags of the start script. */
    static MultiprocCommand runJar(Duration limit, String... args) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
        words.addAll(List.of(args));
        return execute(limit, Map.of(), (process, stdout) -> {}, words);
    }

    /**
     * Runs a program that runs the command, such as a shell.
     *
     * @param limit as of {@link #run}
     * @param environment as of {@link #run}
     * @param meanwhile as of {@link #run}
     * @param words the program and its arguments
     * @return the exit code and the output
     */
    public static MultiprocCommand execute(
            Duration limit,
            Map<String, String> environment,
            BiConsumer<Process, List<String>> meanwhile,
            List<String> words)
            throws IOException, InterruptedException {
        String runId = UUID.randomUUID().toString();
        List<String> command =
                new ArrayList<>(ignoresInterrupts() ? List.of("env", "--default-signal=HUP,INT") : List.of());
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put(RUN_ID_VARIABLE, runId);
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> stdoutSoFar = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> stdout = collect(process.getInputStream(), stdoutSoFar);
        List<String> stderrSoFar = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> stderr = collect(process.getErrorStream(), stderrSoFar);
        try {
            meanwhile.accept(process, stdoutSoFar);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ": " + words);
            }
            List<Long> leftBehind = withRunId(runId, EXIT_TIME);
            leftBehind.forEach(MultiprocCommand::kill);
            CompletableFuture.allOf(stdout, stderr).join();
            return new MultiprocCommand(
                    process.exitValue(), List.copyOf(stdoutSoFar), List.copyOf(stderrSoFar), leftBehind);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Whether this JVM was started so, as in the background of a script: the command would inherit it. */
    private static boolean ignoresInterrupts() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.split("\\s+")[1], 16) & SIGHUP_AND_SIGINT) != 0;
            }
        }
        return false;
    }

    /** The exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** The lines on standard output. */
    public List<String> stdout() {
        return stdout;
    }

    /** The lines on standard error. */
    public List<String> stderr() {
        return stderr;
    }

    /** The lines on standard error, without the notice that a closing session waits for its children. */
    public List<String> stderrWithoutNotices() {
        return stderr.stream()
                .filter(line -> !line.startsWith("multiproc: close() waits for the end of "))
                .toList();
    }

    /**
     * The pids of processes that the command started and that outlived it, except for those that create the class archive.
     * Empty on systems without /proc.
     */
    public List<Long> leftBehind() {
        return leftBehind;
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\nstdout:\n" + String.join("\n", stdout) + "\nstderr:\n"
                + String.join("\n", stderr);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static CompletableFuture<Void> collect(InputStream stream, List<String> lines) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                text.lines().forEach(lines::add);
                end.complete(null);
            } catch (IOException | UncheckedIOException broken) {
                end.completeExceptionally(broken);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return end;
    }

    /** The producers and consumers of the command, without other processes that it starts. */
    static List<ProcessHandle> workers(Process command) {
        return command.children()
                .filter(child -> read(child, "cmdline").contains(CHILD))
                .toList();
    }

    /** Waits until no process has the run id; returns the processes that still have it when the time is up. */
    private static List<Long> withRunId(String runId, Duration limit) throws InterruptedException {
        long beginNanos = System.nanoTime();
        List<Long> remaining = withRunId(runId);
        while (!remaining.isEmpty() && System.nanoTime() - beginNanos < limit.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(50);
            remaining = withRunId(runId);
        }
        return remaining;
    }

    private static List<Long> withRunId(String runId) {
        String variable = RUN_ID_VARIABLE + "=" + runId;
        return ProcessHandle.allProcesses()
                .filter(process -> read(process, "environ").contains(variable))
                .filter(process -> !createsArchive(process))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Whether the process or one of its ancestors creates the class archive; it outlives the command by design. */
    private static boolean createsArchive(ProcessHandle process) {
        return Stream.iterate(Optional.of(process), Optional::isPresent, child -> child.orElseThrow()
                        .parent())
                .anyMatch(one -> read(one.orElseThrow(), "cmdline").contains(ARCHIVE_MAKER));
    }

    private static String read(ProcessHandle process, String name) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), name);
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException endedOrNotReadable) {
            return "";
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
