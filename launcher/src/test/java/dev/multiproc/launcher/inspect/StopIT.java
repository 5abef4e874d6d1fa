package dev.multiproc.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.launcher.MultiprocCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code multiproc stop}, while {@code multiproc run} works. */
class StopIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path base;

    private MultiprocCommand stop;

    @Test
    void theRunDrainsItsQueueAndEnds() throws Exception {
        MultiprocCommand run = runUntilStopped(
                new String[] {"-z", "1h", "--rate", "100/s", "--consume-time", "0", "--json", "-"},
                " [1-9]\\d* put",
                "");

        assertThat(stop.exitCode()).as(stop.toString()).isZero();
        assertThat(stop.stdout()).singleElement().asString().startsWith("ended " + base);
        assertThat(stop.stderr())
                .singleElement()
                .asString()
                .matches("multiproc: asked to end: MainProcess \\(pid \\d+\\)");
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(143);
        assertThat(String.join("\n", run.stdout())).contains("\"lost\": 0");
        assertNothingIsLeft(run);
    }

    /** The consumer has an item for an hour, so the queue cannot be drained. */
    @Test
    void whatStillRunsWhenTheTimeIsUpIsNamedAndKilled() throws Exception {
        MultiprocCommand run = runUntilStopped(
                new String[] {"-n", "1", "--produce-time", "0", "--consume-time", "1h"},
                " 0 waiting, 1 put",
                "--timeout=500ms");

        assertThat(stop.exitCode()).as(stop.toString()).isEqualTo(124);
        assertThat(stop.stderr()).anyMatch(line -> line.matches("multiproc: killed, .*MainProcess \\(pid \\d+\\).*"));
        assertNothingIsLeft(run);
    }

    @Test
    void nowEndsAllProcessesWithoutDraining() throws Exception {
        MultiprocCommand run = runUntilStopped(
                new String[] {"-n", "1", "--produce-time", "0", "--consume-time", "1h"}, " 0 waiting, 1 put", "--now");

        assertThat(stop.exitCode()).as(stop.toString()).isZero();
        assertThat(stop.stderr()).first().asString().contains("asked to end: ", "MainProcess", "alex1");
        assertNothingIsLeft(run);
    }

    private void assertNothingIsLeft(MultiprocCommand run) throws IOException {
        assertThat(run.leftBehind()).isEmpty();
        assertThat(Multiprocessing.sessions(Options.defaults().withBaseDirectory(base)))
                .isEmpty();
    }

    /** Runs one producer and one consumer; stops their session once an object of it looks as given. */
    private MultiprocCommand runUntilStopped(String[] options, String sight, String stopOption) throws Exception {
        List<String> words = new ArrayList<>(List.of("run", "-p", "1", "-c", "1", "--lang", "en", "--quiet"));
        words.addAll(List.of(options));
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Dmultiproc.baseDirectory=" + base);
        return MultiprocCommand.run(
                LIMIT, environment, (process, stdout) -> stop(sight, stopOption), words.toArray(new String[0]));
    }

    private void stop(String sight, String option) {
        try {
            Path session = await().atMost(LIMIT).until(() -> find(sight), found -> found != null);
            List<String> words = new ArrayList<>(List.of(
                    "stop",
                    "--base",
                    base.toString(),
                    session.getFileName().toString().substring(0, 6)));
            if (!option.isEmpty()) {
                words.add(option);
            }
            stop = MultiprocCommand.run(LIMIT, words.toArray(new String[0]));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The session of the run, once an object of it looks so; null before. */
    private Path find(String sight) {
        for (Path session : Multiprocessing.sessions(Options.defaults().withBaseDirectory(base))) {
            try {
                boolean isSeen = SessionReport.lines(Multiprocessing.inspect(session)).stream()
                        .anyMatch(line -> line.matches(".*" + sight + ".*"));
                if (isSeen && Files.isDirectory(session)) {
                    return session;
                }
            } catch (MultiprocessingException e) {
                // The process that makes an archive of classes has a session of its own, which ends.
                if (Files.exists(session)) {
                    throw e;
                }
            }
        }
        return null;
    }
}
