package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildOutput.Line;
import dev.multiproc.ChildOutput.Stream;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the output of children goes. */
@ExtendWith(LeavesNothingBehind.class)
class ChildOutputIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Line> got = new CopyOnWriteArrayList<>();

    private final Options toLines = Options.defaults().withOutput(ChildOutput.lines(got::add));

    @TempDir
    private Path directory;

    private List<String> texts() {
        return got.stream().map(Line::text).toList();
    }

    /** Prints, and has a child of its own print. */
    private static void print() throws InterruptedException {
        System.out.println("包子 𝄞");
        System.err.print("no end");
        try (Multiprocessing mp = Multiprocessing.current()) {
            mp.process("alex", () -> System.out.println("from below")).start().join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void linesComeBeforeTheJoinReturns(int spares) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(toLines.withSpares(spares))) {
            ChildProcess child = mp.process("egon", ChildOutputIT::print).start();
            child.joinOrThrow();
            long pid = child.pid().orElseThrow();
            assertThat(got)
                    .containsExactlyInAnyOrder(
                            new Line("egon", pid, Stream.OUT, "包子 𝄞"),
                            new Line("egon", pid, Stream.OUT, "from below"),
                            new Line("egon", pid, Stream.ERR, "no end"));
        }
    }

    @Test
    void aSpareServesAnyChildWithLines() throws Exception {
        List<String> own = new CopyOnWriteArrayList<>();
        try (Multiprocessing mp = Multiprocessing.open(toLines.withSpares(2))) {
            await().atMost(PATIENCE).until(() -> spares() == 2);
            ProcessTask task = () ->
                    System.out.println(System.getProperty("sun.java.command").split(" ")[0]);
            mp.process(task).start().joinOrThrow();
            ChildOptions options = ChildOptions.defaults().withOutput(ChildOutput.lines(line -> own.add(line.text())));
            mp.process(task).options(options).start().joinOrThrow();
            mp.process(task)
                    .options(options.withOutput(ChildOutput.toFile(directory.resolve("file"))))
                    .start()
                    .joinOrThrow();
        }
        assertThat(texts()).singleElement().asString().endsWith("SpareMain");
        assertThat(own).singleElement().asString().endsWith("SpareMain");
        assertThat(directory.resolve("file")).content().contains("ChildMain");
    }

    private static long spares() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().commandLine().orElse("").contains("SpareMain"))
                .count();
    }

    @Test
    void aFileIsReplacedOrAppendedTo() throws Exception {
        Path replaced = Files.writeString(directory.resolve("replaced"), "old\n");
        Path appended = Files.writeString(directory.resolve("appended"), "old\n");
        try (Multiprocessing mp = Multiprocessing.open(toLines)) {
            for (ChildOutput place : List.of(
                    ChildOutput.toFile(replaced),
                    ChildOutput.appendTo(appended),
                    ChildOutput.appendTo(appended),
                    ChildOutput.discard())) {
                int code = place.file().isPresent() ? 3 : 4;
                ChildProcess child = mp.process(() -> {
                            System.out.println("out");
                            System.err.println("err");
                            System.exit(code);
                        })
                        .options(ChildOptions.defaults().withOutput(place))
                        .start();
                child.join();
                assertThat(child.failure().orElseThrow().lastLines())
                        .isEqualTo(place.file().isPresent() ? List.of("out", "err") : List.of());
            }
        }
        assertThat(replaced).hasContent("out\nerr\n");
        assertThat(appended).hasContent("old\nout\nerr\nout\nerr\n");
        assertThat(got).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAtTheStart() {
        Path nowhere = directory.resolve("no such directory").resolve("file");
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withOutput(ChildOutput.appendTo(nowhere)))) {
            ChildProcess child = mp.process("egon", () -> {});
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(child::start)
                    .withMessage("cannot write the output of child process egon, path=" + nowhere);
            assertThat(mp.activeChildren()).isEmpty();
        }
    }

    @Test
    void theLastLinesAreInTheFailure() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(toLines)) {
            ChildProcess exits = mp.process("exits", () -> {
                        System.out.println("last words");
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("really last")));
                        System.exit(3);
                    })
                    .start();
            exits.join();
            ChildFailedException failure = exits.failure().orElseThrow();
            assertThat(failure)
                    .hasMessage("child process exits (pid " + exits.pid().orElseThrow() + ") ended with exit code 3;"
                            + " its last lines:\nlast words\nreally last")
                    .hasNoCause();
            assertThat(failure.lastLines()).containsExactly("last words", "really last");
            assertThat(failure.exitCode()).isEqualTo(3);
            assertThat(failure.signal()).isEmpty();

            ChildProcess throwing = mp.process("throws", () -> {
                        System.out.println("before");
                        throw new IllegalStateException("no buns");
                    })
                    .start();
            throwing.join();
            assertThat(throwing.failure().orElseThrow())
                    .hasMessage("the task of child process throws failed: java.lang.IllegalStateException: no buns")
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .satisfies(known -> assertThat(known.lastLines())
                            .startsWith("before", "Process throws:", "java.lang.IllegalStateException: no buns"));
        }
    }

    @Test
    void aChildThatIsKilledWhileItWritesIsHeardToItsEnd() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(toLines)) {
            ChildProcess child = mp.process(() -> {
                        for (int i = 1; true; i++) {
                            System.out.println(i);
                        }
                    })
                    .start();
            await().atMost(PATIENCE).until(() -> got.size() > 100);
            ProcessHandle.of(child.pid().orElseThrow()).orElseThrow().destroyForcibly();
            child.join();
            int count = got.size();
            assertThat(texts().subList(0, 100)).first().isEqualTo("1");
            ChildFailedException failure = child.failure().orElseThrow();
            assertThat(failure.signal()).hasValue(9);
            assertThat(failure.lastLines()).hasSize(20).last().isEqualTo(texts().get(count - 1));
        }
    }

    @Test
    void aJvmThatDoesNotStartIsHeardTheFirstTime() throws Exception {
        Options options = toLines.withJvmArgs("-XX:+NoSuchFlag").withFailedStartsReported(false);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            ChildProcess child = mp.process("egon", () -> {}).start();
            child.join();
            assertThat(child.failure().orElseThrow())
                    .hasMessageStartingWith("the JVM of child process egon ended (1) before it joined the session;"
                            + " it says: Unrecognized VM option 'NoSuchFlag'")
                    .satisfies(failure ->
                            assertThat(failure.lastLines()).isNotEmpty().isEqualTo(texts()));
        }
    }

    @Test
    void aTerminatedChildIsHeardToItsEnd() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(toLines)) {
            SharedQueue<String> ready = mp.queue();
            ChildProcess child = mp.process(() -> {
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("from the hook")));
                        ready.put("ready");
                        new CountDownLatch(1).await();
                    })
                    .start();
            ready.take();
            child.terminate();
            child.join();
            assertThat(texts()).containsExactly("from the hook");
            assertThat(child.exitCode()).hasValue(-15);
        }
    }

    @Test
    void closingWaitsForTheLinesOfAChildThatHasEnded() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withOutput(ChildOutput.lines(line -> {
            got.add(line);
            if (got.size() == 1) {
                awaitQuietly(second);
            }
        })))) {
            ChildProcess child =
                    mp.process(() -> System.out.println("one\ntwo\nthree")).start();
            ProcessHandle process = ProcessHandle.of(child.pid().orElseThrow()).orElseThrow();
            await().atMost(PATIENCE).until(() -> got.size() == 1 && !process.isAlive());
            assertThat(child.isAlive()).isTrue();
            assertThat(mp.activeChildren()).containsExactly(child);
            second.countDown();
        }
        assertThat(texts()).containsExactly("one", "two", "three");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program in the document compiles, and does what it says. */
    @Test
    void theProgramInTheDocumentRuns() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "how-a-program-is-run.md"));
        int begin = document.indexOf("```java\nimport ") + "```java\n".length();
        Path source = Files.writeString(
                directory.resolve("Kitchen.java"), document.substring(begin, document.indexOf("```", begin)));
        String classPath = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-encoding", "UTF-8", source.toString());
        assertThat(compiled).isZero();
        try (ParentProgram program = ParentProgram.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        directory + File.pathSeparator + classPath,
                        "Kitchen"),
                Map.of())) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output())
                    .contains("egon says: 包子", "egon complains: no flour left")
                    .last()
                    .asString()
                    .startsWith("exit code 2, last lines [");
            assertThat(program.errors()).isEmpty();
        }
    }

    /** Has a child with lines that leaves a process behind, and ends without closing its session. */
    static final class Returning {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(
                    Options.defaults().withOutput(ChildOutput.lines(line -> System.out.println("got " + line.text()))));
            mp.process(() -> {
                        System.out.println("one");
                        new ProcessBuilder("sleep", "600").inheritIO().start();
                    })
                    .start();
        }
    }

    @Test
    void aProgramEndsThoughAProcessStillHasTheStream() throws Exception {
        try (ParentProgram program = ParentProgram.start(Returning.class)) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly("got one");
            assertThat(program.errors()).isEmpty();
        }
    }

    @Test
    void charactersComeWholeWhateverTheParentsEncoding() throws Exception {
        ParentProgram.Setup setup = ParentProgram.Setup.plain()
                .withFlags(
                        "-Dfile.encoding=ISO-8859-1",
                        "-Dstdout.encoding=ISO-8859-1",
                        "-Dsun.stdout.encoding=ISO-8859-1");
        try (ParentProgram program = setup.start(Latin.class)) {
            assertThat(program.exitCode()).isZero();
            assertThat(new String(program.outputBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("5305.5b50" + System.lineSeparator());
        }
    }

    /** Writes in Latin-1, and has a child that writes Chinese. */
    static final class Latin {
        public static void main(String[] arguments) throws Exception {
            Options options = Options.defaults()
                    .withOutput(ChildOutput.lines(line ->
                            System.out.println(Integer.toHexString(line.text().charAt(0)) + "."
                                    + Integer.toHexString(line.text().charAt(1)))));
            try (Multiprocessing mp = Multiprocessing.open(options)) {
                mp.process(() -> System.out.println("\u5305\u5b50")).start().joinOrThrow();
            }
        }
    }
}
