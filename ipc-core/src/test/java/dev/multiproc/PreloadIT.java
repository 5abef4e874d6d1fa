package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spares load what the program says, before they have a task. */
@ExtendWith(LeavesNothingBehind.class)
class PreloadIT {
    private static final String PLACE = "preload.place";
    private static final String MISSING = "no.such.Type";

    @TempDir
    private Path directory;

    /** Leaves a file behind when it is initialized. */
    static final class Marker {
        static final long PID = ProcessHandle.current().pid();

        static {
            try {
                Files.writeString(Path.of(System.getProperty(PLACE), "pid-" + PID), "loaded");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private Marker() {}

        static long pid() {
            return PID;
        }
    }

    private Options options(Preload preload, int spares) {
        return Options.defaults().withSpares(spares).withPreload(preload).withJvmArgs("-D" + PLACE + "=" + directory);
    }

    private boolean isLoaded(long pid) {
        return Files.exists(directory.resolve("pid-" + pid));
    }

    @Test
    void aSpareHasLoadedTheClassesBeforeItHasATask() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options(Preload.of(Marker.class, SharedQueue.class), 1))) {
            awaitMarker(directory);
            SharedQueue<Long> answers = mp.queue();
            mp.process(() -> answers.put(Marker.pid())).start();
            assertThat(isLoaded(answers.take())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatIsRequiredFailsEachChildIfItIsMissing(int spares) throws Exception {
        Preload required = Preload.ofNames(MISSING).onError(Preload.OnError.FAIL);
        try (Multiprocessing mp = Multiprocessing.open(options(required, spares))) {
            ChildProcess child = mp.process(() -> {}).start();
            child.join();
            assertThat(child.exitCode()).hasValue(1);
            assertThat(child.failure().orElseThrow())
                    .hasCauseInstanceOf(ClassNotFoundException.class)
                    .hasMessageContaining(MISSING);
        }
    }

    @Test
    void childrenThatAreNoSparesLoadWhatIsRequiredToo() throws Exception {
        Preload required = Preload.of(Marker.class).onError(Preload.OnError.FAIL);
        try (Multiprocessing mp = Multiprocessing.open(options(required, 0))) {
            ChildProcess child = mp.process(() -> {}).start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(isLoaded(child.pid().orElseThrow())).isTrue();
        }
    }

    static final class Program {
        public static void main(String[] arguments) throws Exception {
            Preload preload =
                    Preload.ofNames(Marker.class.getName(), MISSING).onError(Preload.OnError.valueOf(arguments[0]));
            Options options = Options.defaults()
                    .withSpares(1)
                    .withPreload(preload)
                    .withJvmArgs("-D" + PLACE + "=" + arguments[1]);
            try (Multiprocessing mp = Multiprocessing.open(options)) {
                // A spare that has its task at once does not load ahead.
                awaitMarker(Path.of(arguments[1]));
                mp.process(() -> System.out.println("done")).start().join();
            }
        }
    }

    private static void awaitMarker(Path directory) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try (var files = Files.list(directory)) {
                return files.findAny().isPresent();
            }
        });
    }

    @Test
    void aSpareThatCannotLoadAClassSaysSoAndGoesOn() throws Exception {
        try (ParentProgram program = ParentProgram.start(Program.class, "WARN", directory.toString())) {
            program.awaitLine("done");
            assertThat(program.exitCode()).isZero();
            assertThat(program.errors()).anyMatch(line -> line.contains("cannot load a class ahead, class=" + MISSING));
        }
        try (ParentProgram program = ParentProgram.start(Program.class, "IGNORE", directory.toString())) {
            program.awaitLine("done");
            assertThat(program.exitCode()).isZero();
            assertThat(program.errors()).isEmpty();
        }
    }

    @Test
    void onlyClassesWithANameCanBeLoaded() {
        Runnable lambda = () -> {};
        assertThatIllegalArgumentException().isThrownBy(() -> Preload.of(lambda.getClass()));
        assertThatIllegalArgumentException().isThrownBy(() -> Preload.of(int[].class));
        assertThatIllegalArgumentException().isThrownBy(() -> Preload.ofNames(""));
        assertThat(Preload.ofNames("a.B").onError(Preload.OnError.FAIL))
                .isEqualTo(Preload.ofNames("a.B").onError(Preload.OnError.FAIL))
                .hasToString("Preload[classNames=[a.B], onError=FAIL]");
    }
}
