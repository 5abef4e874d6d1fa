package dev.multiproc.launcher.doctor;

import dev.multiproc.inspect.MachineInspection;
import dev.multiproc.launcher.output.Bytes;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the library keeps files, and how much room is there. */
final class FileSystems {
    /** Containers get 64 MB unless they are told otherwise; one busy queue may keep two files of a twentieth of the room each. */
    private static final long ENOUGH_MEMORY = 256L << 20;

    private static final long ENOUGH_CACHE = 100L << 20;
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String MORE_MEMORY =
            "in a container: docker run --shm-size=1g, or in Kubernetes an emptyDir with medium: Memory at /dev/shm;"
                    + " elsewhere: mount -o remount,size=1g /dev/shm";

    private final Path memory;
    private final Mounts mounts;

    FileSystems(Path memory, Mounts mounts) {
        this.memory = memory;
        this.mounts = mounts;
    }

    static FileSystems here() throws IOException {
        return new FileSystems(MEMORY, Mounts.read());
    }

    List<Finding> look(MachineInspection machine) throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(memory(machine.sessions()));
        findings.add(sessions(machine.sessions()));
        findings.add(cache(machine.cache()));
        findings.add(temporary(Path.of(System.getProperty("java.io.tmpdir"))));
        return findings;
    }

    private Finding memory(Path sessions) throws IOException {
        String subject = "shared memory";
        if (!Files.isDirectory(memory) || !Files.isWritable(memory)) {
            return Finding.missing(
                    subject,
                    memory
                            + " is not there or not writable: private sessions are made in a directory on disk, which is slower",
                    "mount a tmpfs at /dev/shm; " + MORE_MEMORY);
        }
        FileStore store = Files.getFileStore(memory);
        String text = memory + " has " + Bytes.text(store.getTotalSpace()) + ", of which "
                + Bytes.text(store.getUsableSpace()) + " are free";
        return store.getUsableSpace() >= ENOUGH_MEMORY
                ? Finding.fine(subject, text)
                : Finding.missing(
                        subject,
                        text,
                        (sessions.startsWith(memory)
                                        ? "queues may run out of room"
                                        : "too little, so private sessions are made in " + sessions)
                                + "; " + MORE_MEMORY);
    }

    private static Finding sessions(Path sessions) throws IOException {
        String subject = "directory of sessions";
        Path existing = existing(sessions);
        if (!Files.isWritable(existing)) {
            return Finding.missing(
                    subject,
                    "this user may not write to " + existing,
                    "choose another with -Dmultiproc.baseDirectory=PATH, or Options.withBaseDirectory");
        }
        return Finding.fine(subject, sessions.toString());
    }

    private static Finding cache(Path cache) throws IOException {
        String subject = "cache directory";
        Path existing = existing(cache);
        long usable = Files.getFileStore(existing).getUsableSpace();
        String text = cache + ", " + Bytes.text(usable) + " free";
        if (!Files.isWritable(existing)) {
            return Finding.missing(
                    subject,
                    "this user may not write to " + existing,
                    "children start slower without their archive of classes; set XDG_CACHE_HOME to a directory of this user");
        }
        return usable >= ENOUGH_CACHE
                ? Finding.fine(subject, text)
                : Finding.missing(subject, text, "make room, or set XDG_CACHE_HOME to a directory with 100 MB free");
    }

    /** JNA, which calls the kernel on a JDK before 22, unpacks its library there. */
    private Finding temporary(Path temporary) {
        String subject = "temporary directory";
        if (!Files.isWritable(temporary)) {
            return Finding.missing(
                    subject,
                    "this user may not write to " + temporary,
                    "set -Djava.io.tmpdir to a directory of this user");
        }
        boolean needsExecution = Runtime.version().feature() < 22;
        if (mounts.isNoExec(temporary) && needsExecution) {
            return Finding.missing(
                    subject,
                    temporary + " is mounted noexec, and native code is loaded from there",
                    "set -Djna.tmpdir to a directory without noexec, or use JDK 22 or newer; without it threads are woken by"
                            + " sockets");
        }
        return Finding.fine(subject, temporary.toString());
    }

    private static Path existing(Path path) {
        Path existing = path.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }
}
