package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Machines and terminals that are not as they should be. */
@ExtendWith(LeavesNothingBehind.class)
class OddMachineIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** A root that is no mount, as of a chroot; only the nodes of devices are there that a JVM needs. */
    private static final String CHANGED_ROOT =
            """
            for d in /*; do
              case $d in /proc|/dev|/sys) continue;; esac
              [ -d "$d" ] || continue
              mkdir -p "$1$d"
              if [ -h "$d" ]; then rmdir "$1$d"; ln -s "$(readlink "$d")" "$1$d"; else mount --rbind "$d" "$1$d"; fi
            done
            mkdir -p "$1/proc" "$1/dev/shm"
            mount -t proc proc "$1/proc"
            mknod "$1/dev/null" c 1 3 && mknod "$1/dev/urandom" c 1 9 && chmod 666 "$1"/dev/*
            root=$1; shift
            exec chroot "$root" "$@"
            """;

    @TempDir
    private Path directory;

    /** Has a child put something. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                SharedQueue<String> queue = mp.queue();
                ChildProcess child =
                        mp.process(() -> queue.put("text of a child")).start();
                System.out.println(queue.poll(30, TimeUnit.SECONDS));
                child.join();
                System.out.println(
                        mp.sharedIntArray(3).length() + " " + child.exitCode().getAsInt());
            }
        }
    }

    /** What it says when all is well. */
    private static final String SAID = "text of a child\n3 0\n";

    private record Ended(int exitCode, String said) {}

    private static List<String> java(Class<?> main) {
        return List.of(
                JAVA.toString(),
                "-Dmultiproc.classArchive=false",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    /** Runs a script with what follows as its arguments. */
    private static Ended sh(String script, List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("unshare", "-m", "-p", "-f", "--mount-proc", "sh", "-c", script, "sh"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private static void assumeThatMountsAreAllowed() throws Exception {
        assumeTrue(
                isThere("unshare") && sh("mount -t tmpfs tmpfs /mnt", List.of()).exitCode() == 0, "needs root");
    }

    private static boolean isThere(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void inAChangedRootThatTheTableOfMountsDoesNotKnow() throws Exception {
        assumeThatMountsAreAllowed();
        List<String> arguments = new ArrayList<>(List.of(directory.toString()));
        arguments.addAll(java(Parent.class));
        assertThat(sh(CHANGED_ROOT, arguments)).isEqualTo(new Ended(0, SAID));
    }

    /** Starts a child in a working directory that is gone. */
    static final class Homeless {
        public static void main(String[] arguments) throws Exception {
            Files.delete(Path.of(System.getProperty("user.dir")));
            Parent.main(arguments);
        }
    }

    @Test
    void inAWorkingDirectoryThatIsGone() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        Process process = new ProcessBuilder(java(Homeless.class))
                .directory(gone.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new Ended(process.waitFor(), said)).isEqualTo(new Ended(0, SAID));
    }

    /** Prints its encodings, then its child's. */
    static final class Encoded {
        public static void main(String[] arguments) throws Exception {
            print();
            try (Multiprocessing mp = Multiprocessing.open()) {
                mp.process(Encoded::print).start().join();
            }
        }

        private static void print() {
            System.out.println(Charset.defaultCharset() + " \u00e9");
        }
    }

    @Test
    void aChildPrintsInTheEncodingOfItsParent() throws Exception {
        List<String> command = new ArrayList<>(java(Encoded.class));
        command.addAll(1, List.of("-Dstdout.encoding=ISO-8859-1", "-Dsun.stdout.encoding=ISO-8859-1"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(said).hasSize(2).allMatch(line -> line.endsWith(" \u00e9"));
    }

    @Test
    void aSmallMemoryFileSystemIsNoPlaceForSessions() throws Exception {
        assumeThatMountsAreAllowed();
        String small = "mount -t tmpfs -o size=64m tmpfs /dev/shm && exec \"$@\"";
        assertThat(sh(small, java(Stream.class))).isEqualTo(new Ended(0, "60000\n"));
    }

    /** Four queues of some megabytes each, with much that has gone through one of them before. */
    static final class Stream {
        public static void main(String[] arguments) throws Exception {
            int taken = 0;
            try (Multiprocessing mp = Multiprocessing.open()) {
                for (int i = 0; i < 4; i++) {
                    SharedQueue<byte[]> queue = mp.queue();
                    for (int j = 0; j < 15; j++) {
                        for (int k = 0; k < 1000; k++) {
                            queue.put(new byte[1024]);
                        }
                        for (int k = 0; k < 1000; k++) {
                            taken += queue.take().length / 1024;
                        }
                    }
                }
            }
            System.out.println(taken);
        }
    }

    /** Queues that hold little need little, also when much has gone through them, and they give it back when they are idle. */
    static final class SmallPlace {
        private static final int ITEMS = 1000;
        private static final int ROUNDS = 64;
        private static final int QUEUES = 4;

        public static void main(String[] arguments) throws Exception {
            Path base = Path.of("/dev/shm/sessions");
            try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base))) {
                List<SharedQueue<byte[]>> queues = new ArrayList<>();
                for (int i = 0; i < QUEUES; i++) {
                    queues.add(mp.queue());
                }
                for (int round = 0; round < ROUNDS; round++) {
                    for (SharedQueue<byte[]> queue : queues) {
                        for (int k = 0; k < ITEMS; k++) {
                            queue.put(new byte[1024]);
                        }
                    }
                    for (SharedQueue<byte[]> queue : queues) {
                        for (int k = 0; k < ITEMS; k++) {
                            queue.take();
                        }
                    }
                }
                File place = base.toFile();
                long busy = place.getTotalSpace() - place.getUsableSpace();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> place.getTotalSpace() - place.getUsableSpace() < busy - QUEUES * 1_000_000L);
                SharedQueue<byte[]> another = mp.queue();
                another.put(new byte[1024]);
                System.out.println(another.take().length);
            }
        }
    }

    @Test
    void queuesInASmallPlaceNeedLittleAndGiveItBack() throws Exception {
        assumeThatMountsAreAllowed();
        String small = "mount -t tmpfs -o size=64m tmpfs /dev/shm && exec \"$@\"";
        assertThat(sh(small, java(SmallPlace.class))).isEqualTo(new Ended(0, "1024\n"));
    }

    /** Says what to do when there is no room, in a container too. */
    static final class FullPlace {
        public static void main(String[] arguments) throws Exception {
            Path base = Path.of("/dev/shm/sessions");
            try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base))) {
                SharedQueue<byte[]> queue = mp.queue();
                try {
                    for (int i = 0; i < 100_000; i++) {
                        queue.put(new byte[1024]);
                    }
                } catch (MultiprocessingException e) {
                    System.out.println(e.getMessage().contains("--shm-size")
                            && e.getMessage().contains("no room"));
                }
            }
        }
    }

    @Test
    void whereThereIsNoRoomTheErrorNamesTheContainersFlag() throws Exception {
        assumeThatMountsAreAllowed();
        String small = "mount -t tmpfs -o size=64m tmpfs /dev/shm && exec \"$@\"";
        assertThat(sh(small, java(FullPlace.class))).isEqualTo(new Ended(0, "true\n"));
    }
}
