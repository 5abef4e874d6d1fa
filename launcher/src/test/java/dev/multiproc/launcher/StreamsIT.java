package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard streams that are closed, that nobody reads, or that go to a full disk. */
class StreamsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String RUN = "run -n 2 --produce-time 0 --consume-time 0";

    private static MultiprocCommand sh(String script) throws Exception {
        String command = Path.of(System.getProperty("java.home"), "bin", "java") + " -jar "
                + Path.of("target", "multiproc.jar").toAbsolutePath();
        return MultiprocCommand.execute(
                LIMIT,
                Map.of(),
                (process, stdout) -> {},
                List.of("bash", "-c", "m() { " + command + " \"$@\"; }; " + script));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo",
                "demo baozi --source",
                "demo pids --fast",
                "ls",
                "bench --list",
                RUN,
                RUN + " --quiet --json -",
                "run -c 1 --tag --producer-cmd echo"
            })
    void resultsThatCannotBeWrittenAreAnError(String command) throws Exception {
        MultiprocCommand ended = sh("m " + command + " > /dev/full");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.stderrWithoutNotices())
                .filteredOn(line -> line.startsWith("multiproc: "))
                .singleElement()
                .asString()
                .contains("No space left on device");
        assertThat(ended.stderr()).noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void aReaderThatClosesThePipeEndsTheCommandWithoutAMessage() throws Exception {
        MultiprocCommand ended = sh("m " + RUN + " --quiet --json - | true; exit ${PIPESTATUS[0]}");
        assertThat(ended.stderr()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(141);
        assertThat(sh("m " + RUN + " | head -n 1").stderr()).noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void anUnwritableStandardErrorDoesNotStopTheWork() throws Exception {
        assertThat(sh("m " + RUN + " 2> /dev/full").exitCode()).isZero();
        assertThat(sh("m " + RUN + " 2>&-").exitCode()).isZero();
    }
}
