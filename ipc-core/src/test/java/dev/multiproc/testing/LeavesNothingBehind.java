package dev.multiproc.testing;

import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After a class: no child JVM, no session directory, no open or mapped file of a session is left. */
public final class LeavesNothingBehind implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Set<Path> before = Set.of();

    @Override
    public void beforeAll(ExtensionContext context) {
        before = sessions();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Assertions.assertThat(leftovers()).as("left behind").isEmpty();
        });
    }

    private List<String> leftovers() throws IOException {
        List<String> left = new ArrayList<>();
        ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("dev.multiproc"))
                .forEach(child -> left.add("process " + child.pid() + " "
                        + child.info().commandLine().orElse("")));
        Set<Path> sessions = sessions();
        sessions.removeAll(before);
        sessions.forEach(session -> left.add("directory " + session));
        left.addAll(mapped());
        return left;
    }

    /** Those that nobody lives in: other programs on this machine may have their own. */
    private static Set<Path> sessions() {
        return new TreeSet<>(Multiprocessing.clean(Options.defaults(), true));
    }

    /** A log's files are unmapped when they are closed; the small control file is when its buffer is garbage. */
    private static List<String> mapped() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.exists(maps)) {
            return List.of();
        }
        return Files.readAllLines(maps).stream()
                .filter(line -> line.contains("/multiproc-") && line.contains(".cq4"))
                .map(line -> "mapping " + line)
                .toList();
    }
}
