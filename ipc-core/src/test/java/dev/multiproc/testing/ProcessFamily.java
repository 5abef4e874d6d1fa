package dev.multiproc.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process and all that come of it, told by a variable that each inherits: the tree of processes loses those whose parent has
 * died.
 */
public final class ProcessFamily {
    private static final String VARIABLE = "MULTIPROC_TEST_FAMILY";

    private static final Path PROCESSES = Path.of("/proc");
    private static final long DUMP_SECONDS = 10;

    private final String mark = UUID.randomUUID().toString();

    /** What the environment of its first process has to hold. */
    public Map<String, String> environment() {
        return Map.of(VARIABLE, mark);
    }

    /** Those that run, zombies left out. */
    public List<ProcessHandle> running() throws IOException {
        List<ProcessHandle> members = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (isMember(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .filter(ProcessFamily::isRunning)
                            .ifPresent(members::add);
                }
            }
        }
        return members;
    }

    private boolean isMember(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                    .contains(VARIABLE + "=" + mark);
        } catch (IOException e) {
            // Gone since it was listed, or not ours to read.
            return false;
        }
    }

    /**
     * Whether a process runs, or any thread of it does, which holds the process's files. A zombie, which its new parent has yet
     * to reap, does not run.
     */
    public static boolean isRunning(ProcessHandle process) {
        Path threads = PROCESSES.resolve(Long.toString(process.pid())).resolve("task");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                if (isRunning(thread)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return process.isAlive() && !Files.isDirectory(PROCESSES.resolve("self"));
        }
    }

    private static boolean isRunning(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            // Gone since it was listed.
            return false;
        }
    }

    public void kill() throws IOException {
        // One may start another meanwhile.
        for (List<ProcessHandle> left = running(); !left.isEmpty(); left = running()) {
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Prints every thread of every JVM of the family on standard error. */
    public void dumpThreads() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        for (ProcessHandle member : running()) {
            System.err.println("threads of " + member.pid() + " "
                    + member.info().commandLine().orElse(""));
            if (Files.isExecutable(jcmd)) {
                dump(jcmd, member.pid());
            }
        }
    }

    private static void dump(Path jcmd, long pid) throws IOException {
        Process dump = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            if (!dump.waitFor(DUMP_SECONDS, TimeUnit.SECONDS)) {
                dump.destroyForcibly();
            }
        } catch (InterruptedException e) {
            dump.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
