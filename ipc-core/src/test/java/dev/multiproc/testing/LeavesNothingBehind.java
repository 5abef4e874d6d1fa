package dev.multiproc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After a class: no child JVM, no thread, no session directory, no open or mapped file of a session is left. */
public final class LeavesNothingBehind implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Set<Path> before = Set.of();

    @Override
    public void beforeAll(ExtensionContext context) {
        before = Leftovers.sessions();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Leftovers.beside(before)).as("left behind").isEmpty());
    }
}
