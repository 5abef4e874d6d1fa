package dev.multiproc.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A parent in a JVM of its own, for tests in which the parent exits or is killed. Its output goes to files. All processes that
 * come of it are ended with it, also those whose parent is gone.
 */
public final class ParentProgram implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WAITING = "multiproc: close() waits for the end of ";

    private final Process process;
    private final Path output;
    private final Path errors;
    private final ProcessFamily family;

    private ParentProgram(Process process, Path output, Path errors, ProcessFamily family) {
        this.process = process;
        this.output = output;
        this.errors = errors;
        this.family = family;
    }

    /**
     * How a program is started.
     *
     * @param flags for that JVM
     * @param classPath what it is given as {@code -cp}
     * @param environment beside this process's own
     */
    public record Setup(List<String> flags, String classPath, Map<String, String> environment) {
        /** As this JVM, without a flag. */
        public static Setup plain() {
            return new Setup(List.of(), System.getProperty("java.class.path"), Map.of());
        }

        public Setup withFlags(String... newFlags) {
            return new Setup(Stream.concat(flags.stream(), Stream.of(newFlags)).toList(), classPath, environment);
        }

        public Setup withClassPath(String newClassPath) {
            return new Setup(flags, newClassPath, environment);
        }

        public Setup withEnvironment(Map<String, String> newEnvironment) {
            return new Setup(flags, classPath, newEnvironment);
        }

        /** Starts the main method of a test class. */
        public ParentProgram start(Class<?> main, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(Signals.defaults());
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            String base = System.getProperty(OwnBaseDirectory.PROPERTY);
            if (base != null) {
                command.add("-D" + OwnBaseDirectory.PROPERTY + "=" + base);
            }
            command.addAll(flags);
            if (!classPath.isEmpty()) {
                command.addAll(List.of("-cp", classPath));
            }
            command.add(main.getName());
            command.addAll(List.of(arguments));
            return run(command, environment);
        }
    }

    /** Starts any command, with variables beside this process's own. */
    public static ParentProgram run(List<String> command, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile("parent", ".out");
        Path errors = Files.createTempFile("parent", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        ProcessFamily family = new ProcessFamily();
        builder.environment().putAll(environment);
        builder.environment().putAll(family.environment());
        return new ParentProgram(builder.start(), output, errors, family);
    }

    /** Starts the main method of a test class. */
    public static ParentProgram start(Class<?> main, String... arguments) throws IOException {
        return Setup.plain().start(main, arguments);
    }

    /** As {@link ProcessFamily#isRunning}. */
    public static boolean isRunning(ProcessHandle process) {
        return ProcessFamily.isRunning(process);
    }

    public Process process() {
        return process;
    }

    /** It, its children, and theirs, as far as they run. */
    public List<ProcessHandle> family() throws IOException {
        return family.running();
    }

    public List<String> output() throws IOException {
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    /** Its lines on standard error, but for the one that says for whom a session waits longer than a second as it ends. */
    public List<String> errors() throws IOException {
        return allErrors().stream().filter(line -> !line.startsWith(WAITING)).toList();
    }

    /** With that line, which comes where the machine is busy. */
    public List<String> allErrors() throws IOException {
        return Files.readAllLines(errors, StandardCharsets.UTF_8);
    }

    /** Each byte of its standard output. */
    public byte[] outputBytes() throws IOException {
        return Files.readAllBytes(output);
    }

    /** Waits until it, or a child of it, has printed a line that begins so. */
    public String awaitLine(String begin) throws IOException {
        return orDump(() -> await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> output().stream()
                                .filter(line -> line.startsWith(begin))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty()));
    }

    /** Waits until it has ended, and all that come of it. */
    public void awaitFamilysEnd() throws IOException {
        orDump(() -> await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(this::isOver, over -> over));
    }

    /** Looks twice: one that just becomes another program has no environment for a moment. */
    private boolean isOver() throws IOException {
        List<ProcessHandle> running = family.running();
        return running.isEmpty() && family.running().isEmpty();
    }

    /** Waits for its end and gives its exit code. */
    public int exitCode() throws InterruptedException, IOException {
        return exitCode(LIMIT);
    }

    /** The same for one that may take longer than others. */
    public int exitCode(Duration limit) throws InterruptedException, IOException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            giveUp();
            throw new AssertionError("the program does not end, pid=" + process.pid());
        }
        return process.exitValue();
    }

    private interface Wait<T> {
        T orThrow();
    }

    private <T> T orDump(Wait<T> wait) throws IOException {
        boolean isOver = false;
        try {
            T result = wait.orThrow();
            isOver = true;
            return result;
        } finally {
            if (!isOver) {
                giveUp();
            }
        }
    }

    private void giveUp() throws IOException {
        System.err.println("standard output: " + output());
        System.err.println("standard error: " + allErrors());
        family.dumpThreads();
        family.kill();
    }

    @Override
    public void close() throws IOException {
        family.kill();
        process.destroyForcibly();
        Files.delete(output);
        Files.delete(errors);
    }
}
