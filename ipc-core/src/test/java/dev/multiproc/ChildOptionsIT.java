package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Children with options of their own. */
@ExtendWith(LeavesNothingBehind.class)
class ChildOptionsIT {
    private static final long HEAP_BYTES = 48L << 20;
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private Path directory;

    private static String seen() {
        return System.getProperty("who") + " " + System.getenv("WHERE") + " " + System.getProperty("user.dir") + " "
                + (Runtime.getRuntime().maxMemory() <= HEAP_BYTES);
    }

    @Test
    void oneChildDiffersFromTheOthers() throws Exception {
        Path real = directory.toRealPath();
        Options options = Options.defaults()
                .withJvmArgs("-Dwho=all")
                .withEnvironment(Map.of("WHERE", "everywhere"))
                .withSpares(1);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> answers = mp.queue();
            mp.process(() -> answers.put(seen())).start().join();
            ChildOptions own = ChildOptions.defaults()
                    .withJvmArgs("-Dwho=one")
                    .withMaxHeap(HEAP_BYTES)
                    .withWorkingDirectory(real);
            mp.process(() -> answers.put(seen())).options(own).start().join();
            mp.process(() -> answers.put(seen())).start().join();
            // A spare would do but for its environment and its directory.
            ChildOptions elsewhere = ChildOptions.defaults()
                    .withEnvironment(Map.of("WHERE", "here"))
                    .withWorkingDirectory(real);
            mp.process(() -> answers.put(seen())).options(elsewhere).start().join();
            String usual = "all everywhere " + System.getProperty("user.dir") + " false";
            assertThat(answers.take()).isEqualTo(usual);
            assertThat(answers.take()).isEqualTo("one everywhere " + real + " true");
            assertThat(answers.take()).isEqualTo(usual);
            assertThat(answers.take()).isEqualTo("all here " + real + " false");
        }
    }

    @Test
    void aChildRunsOnAnotherJdk() throws Exception {
        Optional<Path> other = otherJdk();
        assumeTrue(other.isPresent(), "there is one JDK here only");
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> answers = mp.queue();
            SharedQueue<String> given = mp.queue();
            mp.process(() -> {
                        answers.put(System.getProperty("java.home"));
                        answers.put(given.take());
                    })
                    .options(ChildOptions.defaults().withJavaHome(other.get()))
                    .start();
            assertThat(Path.of(answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).toRealPath())
                    .isEqualTo(other.get().toRealPath());
            given.put("item");
            assertThat(answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("item");
        }
    }

    private static Optional<Path> otherJdk() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> beside = Files.list(own.getParent())) {
            return beside.filter(home -> isOther(home, own)).sorted().findFirst();
        }
    }

    private static boolean isOther(Path home, Path own) {
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                    && Files.isRegularFile(home.resolve("release"))
                    && !home.toRealPath().equals(own);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aJdkThatIsNoneIsRefusedAtTheStart() {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child =
                    mp.process(() -> {}).options(ChildOptions.defaults().withJavaHome(directory));
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(child::start)
                    .withMessageContaining(directory.toString())
                    .withMessageContaining("withJavaHome");
            assertThat(mp.activeChildren()).isEmpty();
        }
    }

    @Test
    void itIsTooLateWhenItRuns() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child = mp.process(() -> {}).start();
            assertThatIllegalStateException().isThrownBy(() -> child.options(ChildOptions.defaults()));
            child.join();
        }
    }
}
