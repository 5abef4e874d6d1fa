package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that are started ahead and wait for a task. */
@ExtendWith(LeavesNothingBehind.class)
class SparesIT {
    private static final String MAIN_CLASS = "dev.multiproc.internal.session.SpareMain";
    /** A second, on a machine that is not busy. */
    private static final Duration SPARES_END = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    /** Without an archive: whoever makes one is of a program's family, too. */
    private static Options options(String base) {
        return Options.defaults().withBaseDirectory(Path.of(base)).withClassArchive(false);
    }

    /** Has spares and returns, with its session still open; told where that is to be. */
    static final class Returning {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(options(arguments[0]).withSpares(2));
            awaitSpares(2);
            mp.process(() -> System.out.println("done")).start().join();
        }
    }

    /** Keeps spares until it is killed; told where its session is to be, and whether to wait for them. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(options(arguments[0]).withSpares(3));
            if (Boolean.parseBoolean(arguments[1])) {
                // They are warm by then, or nearly so: the first of them was.
                mp.process(() -> {}).start().join();
                awaitSpares(3);
            }
            System.out.println("ready");
            new CountDownLatch(1).await();
            mp.close();
        }
    }

    private Options options() {
        return Options.defaults().withBaseDirectory(directory.resolve("base")).withSpares(2);
    }

    /** The spares of this process that have no task yet, as far as their command line tells. */
    private static List<ProcessHandle> spares() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(MAIN_CLASS))
                .toList();
    }

    private static List<ProcessHandle> awaitSpares(int count) {
        return await().pollInterval(Duration.ofMillis(10)).until(SparesIT::spares, all -> all.size() == count);
    }

    private static boolean isSpare() {
        return System.getProperty("sun.java.command").startsWith(MAIN_CLASS);
    }

    private List<String> sessionFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("base"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aSpareIsAChildLikeAnyOther() throws Exception {
        Path workingDirectory = Files.createDirectory(directory.resolve("work"));
        Options options = options()
                .withEnvironment(Map.of("BUN", "bao zi"))
                .withWorkingDirectory(workingDirectory)
                .withJvmArgs("-Dfilling=leek");
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> answers = mp.queue();
            awaitSpares(2);
            ChildProcess child = mp.process("egon", () -> {
                        answers.put("" + isSpare());
                        answers.put(Thread.currentThread().getName() + " "
                                + Thread.currentThread().getThreadGroup().getName() + " "
                                + Thread.currentThread().isDaemon());
                        answers.put(""
                                + (Thread.currentThread().getContextClassLoader()
                                        == ClassLoader.getSystemClassLoader()));
                        answers.put("" + System.in.read());
                        answers.put(System.getenv("BUN") + " " + System.getProperty("filling") + " "
                                + Path.of("").toAbsolutePath().getFileName());
                        answers.put("" + ProcessHandle.current().pid());
                        answers.put(Multiprocessing.currentProcess().name() + " "
                                + Multiprocessing.currentProcess().isDaemon());
                    })
                    .daemon(true)
                    .start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(answers)
                    .containsExactly(
                            "true",
                            "egon main false",
                            "true",
                            "-1",
                            "bao zi leek work",
                            Long.toString(child.pid().orElseThrow()),
                            "egon true");
        }
    }

    @Test
    void aSpareThatWasTakenIsReplacedAndChildrenKeepNone() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            SharedQueue<String> answers = mp.queue();
            for (int i = 0; i < 5; i++) {
                awaitSpares(2);
                mp.process(() -> {
                            Multiprocessing.current()
                                    .process(() -> answers.put("grandchild " + isSpare()))
                                    .start()
                                    .join();
                            answers.put("child " + isSpare() + " " + spares().size());
                        })
                        .start()
                        .join();
                assertThat(answers.take()).isEqualTo("grandchild false");
                assertThat(answers.take()).isEqualTo("child true 0");
            }
        }
    }

    @Test
    void moreChildrenThanSparesRunAllTheSame() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            SharedQueue<Integer> answers = mp.queue();
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                children.add(mp.process(() -> answers.put(number)).start());
            }
            for (ChildProcess child : children) {
                child.join();
                assertThat(child.exitCode()).hasValue(0);
            }
            assertThat(answers).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void sparesThatAreKilledWhileTheyWaitLoseNoTaskAndLeaveNoFile() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            SharedQueue<Integer> answers = mp.queue();
            List<String> before = List.of();
            for (int i = 0; i < 4; i++) {
                int number = i;
                for (ProcessHandle spare : awaitSpares(2)) {
                    spare.destroyForcibly();
                    // A zombie's other threads may still keep its input open: that would be a kill with the task in
                    // hand.
                    spare.onExit().get(30, TimeUnit.SECONDS);
                }
                ChildProcess child = mp.process(() -> answers.put(number)).start();
                child.join();
                assertThat(child.exitCode()).hasValue(0);
                assertThat(answers.poll()).isEqualTo(i);
                if (i == 0) {
                    before = sessionFiles();
                }
            }
            assertThat(sessionFiles()).isEqualTo(before);
        }
        assertThat(sessionFiles()).isEmpty();
    }

    @Test
    void aSpareThatIsKilledWithItsTaskEndsAsAChildAndFreesItsSlot() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            SharedQueue<Integer> answers = mp.queue();
            int done = 0;
            for (int i = 0; i < 12; i++) {
                int number = i;
                awaitSpares(2);
                ChildProcess child = mp.process(() -> answers.put(number)).start();
                child.kill();
                child.join();
                assertThat(child.exitCode()).isNotEmpty();
                assertThat(child.exitCode().getAsInt()).isIn(0, -9);
                done += child.exitCode().getAsInt() == 0 ? 1 : 0;
            }
            assertThat(answers.size()).isGreaterThanOrEqualTo(done);
            answers.clear();
            ChildProcess last = mp.process(() -> answers.put(-1)).start();
            last.join();
            assertThat(last.exitCode()).hasValue(0);
            assertThat(answers).containsExactly(-1);
            assertThat(mp.activeChildren()).isEmpty();
        }
    }

    @Test
    void closeLeavesNoneAlsoWhileTheyStart() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Multiprocessing mp = Multiprocessing.open(options())) {
                if (i % 2 == 0) {
                    awaitSpares(2);
                }
                assertThat(mp.activeChildren()).isEmpty();
            }
            assertThat(spares()).isEmpty();
            assertThat(sessionFiles()).isEmpty();
        }
    }

    @Test
    void sparesEndWithTheirParentHoweverItEnds() throws Exception {
        for (boolean areWarm : List.of(true, false)) {
            Path base = directory.resolve("parents");
            try (ParentProgram parent = ParentProgram.start(Parent.class, base.toString(), Boolean.toString(areWarm))) {
                parent.awaitLine("ready");
                List<ProcessHandle> all = parent.family();
                parent.process().destroyForcibly();
                if (areWarm) {
                    assertThat(all).hasSize(4);
                    await().pollInterval(Duration.ofMillis(20))
                            .atMost(SPARES_END)
                            .untilAsserted(() -> assertThat(all.stream().filter(ParentProgram::isRunning))
                                    .isEmpty());
                }
                // One that has just begun to start, on a busy machine, hears of it when it has started.
                parent.awaitFamilysEnd();
                assertThat(parent.errors()).isEmpty();
            }
            Multiprocessing.clean(Options.defaults().withBaseDirectory(base), false);
            try (Stream<Path> left = Files.list(base)) {
                assertThat(left.filter(Files::isDirectory)).isEmpty();
            }
        }
    }

    @Test
    void sparesDoNotKeepAProgramFromItsEnd() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Returning.class, directory.toString())) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly("done");
            assertThat(parent.errors()).isEmpty();
            assertThat(parent.family()).isEmpty();
        }
    }
}
