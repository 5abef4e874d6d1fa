package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first run of all: the user's cache directory is empty. */
class FirstRunIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** At the lowest priority the making of the archive can take minutes where others are busy. */
    @Test
    void leavesNothingBehindButTheMakingOfAnArchive() throws IOException, InterruptedException {
        // Not a directory that is removed at the end of the test: the archive may still be written to it.
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
