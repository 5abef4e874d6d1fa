package dev.multiproc.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.launcher.MultiprocCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What takes longer at a server: whole runs, and measuring. With the profile server only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunsAtServerIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String AT = "MULTIPROC_AT";

    private TestServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = TestServer.start(directory);
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static MultiprocCommand run(String address, String... args) throws IOException, InterruptedException {
        MultiprocCommand run = MultiprocCommand.run(LIMIT, Map.of(AT, address), (process, stdout) -> {}, args);
        assertThat(run.toString()).doesNotContain(TestServer.PASSWORD);
        return run;
    }

    /** A run whose producers never end drains and ends by itself when it is asked to. */
    @Test
    void aRunIsStoppedFromElsewhereAndLeavesNothing() throws Exception {
        List<MultiprocCommand> stops = new ArrayList<>();
        MultiprocCommand run = MultiprocCommand.run(
                LIMIT,
                Map.of(AT, server.address() + "?session=endless"),
                (process, stdout) -> {
                    await().atMost(LIMIT).until(() -> !stdout.isEmpty());
                    try {
                        stops.add(run(server.address(), "stop", "endless"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "run",
                "-p",
                "1",
                "-c",
                "1",
                "-z",
                "10m",
                "--produce-time",
                "10ms",
                "--consume-time",
                "0");
        assertThat(stops).singleElement().satisfies(stop -> assertThat(stop.exitCode())
                .as(stop.toString())
                .isZero());
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(143);
        try (ServerInspection look = Multiprocessing.inspectServer(URI.create(server.address()))) {
            assertThat(look.sessions()).doesNotContain("endless");
        }
    }

    @Test
    void theBenchHasTheClientBesideIt() throws Exception {
        MultiprocCommand bench = run(server.address(), "bench", "at-round", "--runs", "1", "--raw");
        assertThat(bench.exitCode()).as(bench.toString()).isZero();
        assertThat(bench.stdout())
                .anyMatch(line -> line.startsWith("client-PING\tat-round-trip\tmean_us\t"))
                .anyMatch(line -> line.startsWith("multiproc-SharedQueue\tat-round-trip\tmean_us\t"));
    }
}
