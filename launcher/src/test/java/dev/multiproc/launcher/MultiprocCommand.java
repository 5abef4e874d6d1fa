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

/** Runs {@code multiproc} as its start script does, and keeps what it printed. */
public final class MultiprocCommand {
    private static final Path JAR = Path.of("target", "multiproc.jar").toAbsolutePath();

    /** In the environment of the command and all its children, so that those that outlive it can be found. */
    private static final String MARK = "MULTIPROC_TEST_RUN";

    private static final String MAIN = "dev.multiproc.launcher.Main";

    private static final String ARCHIVE_MAKER = "dev.multiproc.internal.session.ArchiveMaker";

    private static final String CHILD = "dev.multiproc.internal.session.ChildMain";

    private static final Duration TIME_TO_GO = Duration.ofSeconds(3);

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
     * @param limit how long it may take; then it is killed, with its children, and the test fails
     * @param args the words after {@code multiproc}
     * @return how it ended
     */
    public static MultiprocCommand run(Duration limit, String... args) throws IOException, InterruptedException {
        return run(limit, Map.of(), (process, stdout) -> {}, args);
    }

    /**
     * Runs the command to its end in a changed environment, doing something to it meanwhile.
     *
     * @param limit how long it may take; then it is killed, with its children, and the test fails
     * @param environment variables beside this process's own
     * @param meanwhile called once it has been started, with the lines that grow on its standard output
     * @param args the words after {@code multiproc}
     * @return how it ended
     */
    public static MultiprocCommand run(
            Duration limit,
            Map<String, String> environment,
            BiConsumer<Process, List<String>> meanwhile,
            String... args)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1"));
        // A collector may be chosen in a test's environment, and a JVM that is given two does not start.
        if (environment.keySet().stream().noneMatch(name -> name.endsWith("OPTIONS"))) {
            words.add("-XX:+UseSerialGC");
        }
        words.addAll(List.of("-cp", JAR.toString(), MAIN));
        words.addAll(List.of(args));
        return execute(limit, environment, meanwhile, words);
    }

    /** Runs the jar by itself to its end. */
    static MultiprocCommand runJar(Duration limit, String... args) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
        words.addAll(List.of(args));
        return execute(limit, Map.of(), (process, stdout) -> {}, words);
    }

    static MultiprocCommand execute(
            Duration limit,
            Map<String, String> environment,
            BiConsumer<Process, List<String>> meanwhile,
            List<String> words)
            throws IOException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark);
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
            List<Long> leftBehind = marked(mark, TIME_TO_GO);
            leftBehind.forEach(MultiprocCommand::kill);
            CompletableFuture.allOf(stdout, stderr).join();
            return new MultiprocCommand(
                    process.exitValue(), List.copyOf(stdoutSoFar), List.copyOf(stderrSoFar), leftBehind);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
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

    /** The lines on standard error, but for the one that says for whom a session waits longer than a second as it ends. */
    public List<String> stderrWithoutNotices() {
        return stderr.stream()
                .filter(line -> !line.startsWith("multiproc: close() waits for the end of "))
                .toList();
    }

    /**
     * The pids of processes that the command started and that outlived it, but for the making of an archive of classes; none
     * where there is no /proc.
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

    /** Its producers and consumers: no other process that it starts. */
    static List<ProcessHandle> workers(Process command) {
        return command.children()
                .filter(child -> read(child, "cmdline").contains(CHILD))
                .toList();
    }

    /** The processes that still have a mark when the time is up, or none as soon as there is none. */
    private static List<Long> marked(String mark, Duration limit) throws InterruptedException {
        long beginNanos = System.nanoTime();
        List<Long> marked = marked(mark);
        while (!marked.isEmpty() && System.nanoTime() - beginNanos < limit.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(50);
            marked = marked(mark);
        }
        return marked;
    }

    private static List<Long> marked(String mark) {
        String variable = MARK + "=" + mark;
        return ProcessHandle.allProcesses()
                .filter(process -> read(process, "environ").contains(variable))
                .filter(process -> !isOfArchive(process))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Whether it makes the archive of children's classes, which outlives the command by design, or works for who does. */
    private static boolean isOfArchive(ProcessHandle process) {
        return Stream.iterate(Optional.of(process), Optional::isPresent, child -> child.orElseThrow()
                        .parent())
                .anyMatch(one -> read(one.orElseThrow(), "cmdline").contains(ARCHIVE_MAKER));
    }

    private static String read(ProcessHandle process, String name) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), name);
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
