package dev.multiproc.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A parent in a JVM of its own, for tests in which the parent exits or is killed. Its output goes to files. */
public final class ParentProgram implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final Path errors;

    private ParentProgram(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts the main method of a test class. */
    public static ParentProgram start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), main, arguments);
    }

    /** Starts it with flags and a class path. */
    public static ParentProgram start(List<String> flags, String classPath, Class<?> main, String... arguments)
            throws IOException {
        Path output = Files.createTempFile("parent", ".out");
        Path errors = Files.createTempFile("parent", ".err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new ParentProgram(process, output, errors);
    }

    /** Whether a process runs: a zombie, which its new parent has yet to reap, does not. */
    public static boolean isRunning(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return process.isAlive() && !Files.isDirectory(Path.of("/proc/self"));
        }
    }

    public Process process() {
        return process;
    }

    public List<String> output() throws IOException {
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    public List<String> errors() throws IOException {
        return Files.readAllLines(errors, StandardCharsets.UTF_8);
    }

    /** Waits for its end and gives its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the program does not end, pid=" + process.pid());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.delete(output);
        Files.delete(errors);
    }
}
