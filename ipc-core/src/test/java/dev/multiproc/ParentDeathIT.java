package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of children, and of files, when the parent ends in one way or another. */
@ExtendWith(LeavesNothingBehind.class)
class ParentDeathIT {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration DAEMONS_END = Duration.ofSeconds(1);
    private static final long LONG_MILLIS = 3_600_000;

    @TempDir
    private Path directory;

    /** Started with what it is to do. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open();
            switch (arguments[0]) {
                case "daemons" -> daemons(mp);
                case "workers" -> workers(mp, arguments[1]);
                case "exit" -> exit(mp, Integer.parseInt(arguments[1]));
                case "print" ->
                    mp.process("printer", () -> System.out.println("包子")).start();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void daemons(Multiprocessing mp) throws InterruptedException {
            SharedQueue<Long> pids = mp.queue();
            mp.process(() -> {
                        pids.put(ProcessHandle.current().pid());
                        for (long i = 0; ; i++) {
                            if (i < 0) {
                                return; // Never: it computes, and does not touch the library.
                            }
                        }
                    })
                    .daemon(true)
                    .start();
            mp.process(() -> {
                        pids.put(ProcessHandle.current().pid());
                        mp().queue().take();
                    })
                    .daemon(true)
                    .start();
            System.out.println("pids " + pids.take() + " " + pids.take());
            Thread.sleep(LONG_MILLIS);
        }

        private static Multiprocessing mp() {
            return Multiprocessing.current();
        }

        private static void workers(Multiprocessing mp, String file) throws InterruptedException {
            SharedQueue<Integer> numbers = mp.queue();
            SharedQueue<String> started = mp.queue();
            mp.process(() -> {
                        started.put("producer");
                        waitForFile(file + ".go");
                        for (int i = 0; i < 1000; i++) {
                            numbers.put(i);
                        }
                        numbers.shutdown();
                    })
                    .start();
            mp.process(() -> {
                        started.put("consumer");
                        int sum = 0;
                        for (int i = 0; i < 1000; i++) {
                            sum += numbers.take();
                        }
                        Files.writeString(Path.of(file), Integer.toString(sum));
                    })
                    .start();
            started.take();
            started.take();
            System.out.println("started");
            Thread.sleep(LONG_MILLIS);
        }

        private static void waitForFile(String file) {
            await().atMost(START).until(() -> Files.exists(Path.of(file)));
        }

        private static void exit(Multiprocessing mp, int code) {
            mp.process(() -> Thread.sleep(LONG_MILLIS)).daemon(true).start();
            mp.process(() -> System.out.println("joined")).start();
            System.exit(code);
        }
    }

    private static String lineOf(ParentProgram parent, String begin) {
        return await().atMost(START)
                .until(
                        () -> parent.output().stream()
                                .filter(line -> line.startsWith(begin))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty());
    }

    @Test
    void daemonsAreGoneWithinASecondOfTheParentsKill() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "daemons")) {
            List<ProcessHandle> daemons = Stream.of(lineOf(parent, "pids").split(" "))
                    .skip(1)
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            assertThat(daemons).hasSize(2).allMatch(ParentProgram::isRunning);
            parent.process().destroyForcibly();
            await().pollInterval(Duration.ofMillis(20)).atMost(DAEMONS_END).untilAsserted(() -> assertThat(
                            daemons.stream().filter(ParentProgram::isRunning))
                    .isEmpty());
            // Nobody was left to remove the directory; that is for the next who opens a session.
            Multiprocessing.clean(Options.defaults(), false);
        }
    }

    @Test
    void otherChildrenFinishTheirWorkWhenTheParentIsKilled() throws Exception {
        Path result = directory.resolve("sum");
        try (ParentProgram parent = ParentProgram.start(Parent.class, "workers", result.toString())) {
            lineOf(parent, "started");
            List<ProcessHandle> workers = parent.process().descendants().toList();
            parent.process().destroyForcibly().waitFor();
            Files.createFile(Path.of(result + ".go"));
            await().atMost(START).until(() -> workers.stream().noneMatch(ParentProgram::isRunning));
            assertThat(result).hasContent("499500");
        }
    }

    @Test
    void atExitDaemonsAreEndedAndOthersJoinedAndTheExitCodeIsKept() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "exit", "5")) {
            assertThat(parent.exitCode()).isEqualTo(5);
            assertThat(parent.output()).containsExactly("joined");
            assertThat(parent.errors()).isEmpty();
        }
    }

    @Test
    void aChildsOutputIsItsOwnAndUtf8AndTheClassPathMayBeStrange() throws Exception {
        Path strange = Files.createDirectory(directory.resolve("with spaces \" and 包子"));
        String longPath = Stream.generate(() -> strange + "/" + "x".repeat(200) + ".jar")
                .limit(700)
                .reduce(System.getProperty("java.class.path"), (a, b) -> a + File.pathSeparator + b);
        Path copy = copyTestClasses(strange);
        String classPath = copy + File.pathSeparator + longPath;
        assertThat(classPath.length()).isGreaterThan(100_000);
        Path arguments = directory.resolve("arguments");
        Files.writeString(arguments, "-cp\n\"" + classPath.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + arguments,
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0,quiet=y",
                Parent.class.getName(),
                "print");
        Path output = directory.resolve("output");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(output)).isEqualTo("包子\n");
    }

    private static Path copyTestClasses(Path target) throws Exception {
        Path source = Path.of(ParentDeathIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(source.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(file, copy);
            }
        }
        return target;
    }
}
