package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.KillPointSource;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Where a private session's files are, who may see them, and when they go. */
@ExtendWith(LeavesNothingBehind.class)
class SessionDirectoryIT {
    @TempDir
    private Path directory;

    /** Opens and closes sessions, so many, in a directory. */
    static final class Opener {
        public static void main(String[] arguments) {
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                Multiprocessing.open(Options.defaults().withBaseDirectory(Path.of(arguments[0])))
                        .close();
            }
        }
    }

    private Path base() {
        return directory.resolve("base");
    }

    private Multiprocessing open() {
        return Multiprocessing.open(Options.defaults().withBaseDirectory(base()));
    }

    private List<Path> sessions() throws IOException {
        try (Stream<Path> entries = Files.list(base())) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void itAndItsBaseAreForTheirOwnerOnlyAndItGoesAtClose() throws Exception {
        try (Multiprocessing mp = open()) {
            mp.queue().put("item");
            assertThat(sessions()).hasSize(1);
            for (Path path : List.of(base(), sessions().get(0))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rwx------");
            }
        }
        assertThat(sessions()).isEmpty();
    }

    @Test
    void itIsMadeWhereNobodyElseCouldHavePutSomething() throws Exception {
        Path foreign = Files.createDirectory(directory.resolve("foreign"));
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertRefused(foreign, "others may enter the directory", "permissions=rwxr-xr-x", "chmod 700");
        assertRefused(
                Files.createSymbolicLink(directory.resolve("link"), foreign),
                "not a directory, or a link",
                "remove it");
        assertRefused(Files.createFile(directory.resolve("file")), "not a directory, or a link", "remove it");
        assertRefused(Path.of("/proc/multiproc"), "/proc/multiproc");
        try (Stream<Path> files = Files.list(foreign)) {
            assertThat(files).isEmpty();
        }
    }

    private static void assertRefused(Path base, String... parts) {
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(Options.defaults().withBaseDirectory(base)))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(base.toString(), "Options.withBaseDirectory")
                        .contains(parts));
    }

    /** One looks at all sessions that are there, to find those of the dead, while others come and go. */
    @Test
    void programsThatOpenAndEndAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        try (ParentProgram one = ParentProgram.start(Opener.class, base().toString(), "150");
                ParentProgram two = ParentProgram.start(Opener.class, base().toString(), "150")) {
            assertThat(one.exitCode()).as(one.errors().toString()).isZero();
            assertThat(two.exitCode()).as(two.errors().toString()).isZero();
        }
        assertThat(sessions()).isEmpty();
    }

    @Test
    void twoSessionsOfOneProgramAreTwo() throws Exception {
        try (Multiprocessing one = open();
                Multiprocessing two = open()) {
            assertThat(sessions()).hasSize(2);
            SharedQueue<String> ofOne = one.queue("same name");
            SharedQueue<String> ofTwo = two.queue("same name");
            one.process(() -> ofOne.put("for one")).start().join();
            two.process(() -> ofTwo.put("for two")).start().join();
            assertThat(ofOne).containsExactly("for one");
            assertThat(ofTwo).containsExactly("for two");
            one.close();
            assertThat(sessions()).hasSize(1);
            assertThat(ofTwo.take()).isEqualTo("for two");
        }
        assertThat(sessions()).isEmpty();
    }

    @Test
    void manySessionsOneAfterAnotherAndAtOnceLeaveNoFileOpen() throws Exception {
        openAndClose();
        long openFiles = openFiles();
        assumeTrue(openFiles > 0, "the system does not list a process's open files");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(() -> {
                    openAndClose();
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sessions()).isEmpty();
        // Chronicle closes some of its own in the background.
        await().untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(openFiles));
    }

    private void openAndClose() throws InterruptedException {
        try (Multiprocessing mp = open()) {
            SharedQueue<String> queue = mp.queue();
            queue.put("item");
            assertThat(queue.take()).isEqualTo("item");
        }
    }

    private static long openFiles() throws IOException {
        Path list = Path.of("/proc/self/fd");
        if (!Files.isDirectory(list)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(list)) {
            return files.count();
        }
    }

    @ParameterizedTest
    @KillPointSource(names = {"SPAWN_RESERVED", "SPAWN_PREPARED", "SPAWN_STARTED", "CHILD_BEGUN", "CHILD_ENTERED"})
    void itGoesAlsoWhenAChildDiedWhileItStartedAnother(KillPoint point) throws Exception {
        try (Multiprocessing mp = open()) {
            mp.process(() -> {
                        KillSwitch.arm(point.name());
                        Multiprocessing.current().process(() -> {}).start();
                    })
                    .start()
                    .join();
        }
        // The child's child may have joined before it was orphaned, and leave last.
        await().untilAsserted(() -> assertThat(sessions()).isEmpty());
    }

    @Test
    void whatDeadProcessesLeftGoesWhenTheNextSessionIsOpened() throws Exception {
        Files.createDirectory(
                base(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path halfMade = Files.createDirectories(base().resolve("0123456789abcdef"));
        Path halfRemoved = Files.createDirectories(
                base().resolve("fedcba9876543210").resolve("queues").resolve("q"));
        Files.createFile(halfRemoved.resolve("metadata.cq4t"));
        Path durable = base().resolve("durable");
        Multiprocessing.open(durable).close();
        Path somebodys = Files.createDirectories(base().resolve("keep me").resolve("queues"));
        Path somebodysToo =
                Files.createDirectories(base().resolve("0000000000000000").resolve("letters"));
        assertThat(Multiprocessing.clean(Options.defaults().withBaseDirectory(base()), true))
                .containsExactlyInAnyOrder(halfMade, halfRemoved.getParent().getParent());
        try (Multiprocessing mp = open()) {
            mp.queue().put("item");
            assertThat(sessions()).hasSize(4);
        }
        assertThat(sessions()).hasSize(3);
        assertThat(durable.resolve("control")).isRegularFile();
        assertThat(somebodys).isDirectory();
        assertThat(somebodysToo).isDirectory();
    }
}
