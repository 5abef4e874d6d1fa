package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first run on a machine, when the user's cache directory is still empty. */
class FirstRunIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** On a busy machine it can take minutes to create the class archive, because that has the lowest priority. */
    @Test
    void leavesNoProcessBehindExceptTheOneThatCreatesTheArchive() throws IOException, InterruptedException {
        // Not a temporary directory of the test, which would be deleted while the archive may still be written to it.
        Path caches = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "first-run");

        MultiprocCommand demo = MultiprocCommand.run(
                LIMIT,
                Map.of("XDG_CACHE_HOME", caches.toString()),
                (process, stdout) -> {},
                "demo",
                "isolation",
                "--lang",
                "en");

        assertThat(demo.exitCode()).as(demo.toString()).isZero();
        assertThat(demo.stdout()).containsExactly("in the child: 0", "in the parent: 100");
        assertThat(demo.leftBehind()).isEmpty();
    }
}
