package dev.multiproc.launcher.doctor;

import dev.multiproc.launcher.output.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What the system allows this user, or this container, to have: open files, processes, memory. */
final class Limits {
    private static final long ENOUGH_FILES = 4096;
    /** A child JVM has about 25 threads, and each counts. */
    private static final long ENOUGH_PROCESSES = 1024;

    private static final long ENOUGH_MEMORY = 512L << 20;
    /** Version 1 of control groups writes a number near the greatest long for no limit. */
    private static final long NO_LIMIT = Long.MAX_VALUE / 2;

    private final Path root;

    /** Reads the files of the system below a directory: the root directory, except in tests. */
    Limits(Path root) {
        this.root = root;
    }

    List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String line : lines("proc/self/limits")) {
            if (line.startsWith("Max open files")) {
                findings.add(files(line));
            } else if (line.startsWith("Max processes")) {
                findings.add(processes(line));
            }
        }
        memory().ifPresent(bytes -> findings.add(memory(bytes)));
        return findings;
    }

    private static Finding files(String line) {
        String subject = "open files";
        OptionalLong limit = limit(line);
        String text = limit.isPresent() ? "up to " + limit.getAsLong() + " for each process" : "no limit";
        return limit.orElse(Long.MAX_VALUE) >= ENOUGH_FILES
                ? Finding.fine(subject, text)
                : Finding.missing(
                        subject,
                        text,
                        "ulimit -n " + ENOUGH_FILES + " before the program; in a container docker run --ulimit nofile="
                                + ENOUGH_FILES);
    }

    private Finding processes(String line) throws IOException {
        String subject = "processes and threads";
        long limit = Math.min(
                limit(line).orElse(Long.MAX_VALUE),
                ofGroup("pids.max", "pids/pids.max").orElse(Long.MAX_VALUE));
        String text = limit == Long.MAX_VALUE ? "no limit" : "up to " + limit;
        return limit >= ENOUGH_PROCESSES
                ? Finding.fine(subject, text)
                : Finding.missing(
                        subject,
                        text + "; a child has about 25 threads, each of which counts",
                        "ulimit -u " + ENOUGH_PROCESSES + " before the program; in a container docker run --pids-limit="
                                + ENOUGH_PROCESSES);
    }

    private static Finding memory(long bytes) {
        String subject = "memory";
        String text = Bytes.text(bytes) + " for all processes, with what lies in shared memory";
        return bytes >= ENOUGH_MEMORY
                ? Finding.fine(subject, text)
                : Finding.missing(
                        subject, text, "in a container docker run --memory=1g; or give children less: --heap 32m");
    }

    /** What the machine has, or its control group may have. */
    private OptionalLong memory() throws IOException {
        OptionalLong ofMachine = OptionalLong.empty();
        for (String line : lines("proc/meminfo")) {
            if (line.startsWith("MemTotal:")) {
                ofMachine = OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << 10);
            }
        }
        OptionalLong ofGroup = ofGroup("memory.max", "memory/memory.limit_in_bytes");
        return ofGroup.isPresent() && ofMachine.isPresent()
                ? OptionalLong.of(Math.min(ofGroup.getAsLong(), ofMachine.getAsLong()))
                : ofMachine;
    }

    private OptionalLong ofGroup(String inVersion2, String inVersion1) throws IOException {
        for (String file : List.of(inVersion2, inVersion1)) {
            for (String line : lines("sys/fs/cgroup/" + file)) {
                if (line.matches("\\d{1,18}") && Long.parseLong(line) < NO_LIMIT) {
                    return OptionalLong.of(Long.parseLong(line));
                }
            }
        }
        return OptionalLong.empty();
    }

    /** The hard limit, since a JVM raises its own limit to that. */
    private static OptionalLong limit(String line) {
        String[] fields = line.strip().split(" {2,}");
        String hard = fields.length > 2 ? fields[2] : "";
        return hard.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(hard)) : OptionalLong.empty();
    }

    private List<String> lines(String file) throws IOException {
        Path path = root.resolve(file);
        return Files.isReadable(path) ? Files.readAllLines(path) : List.of();
    }
}
