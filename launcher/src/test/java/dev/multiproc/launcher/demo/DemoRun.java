package dev.multiproc.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.MultiprocCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A demo that was run as a command. It had the expected exit code, printed no errors, and left no process behind.
 *
 * @param lines what it printed
 */
record DemoRun(List<String> lines) {
    static final Duration LIMIT = Duration.ofSeconds(90);

    /** Runs a demo; the arguments are its name and the options. */
    static DemoRun of(String... words) throws IOException, InterruptedException {
        return run(0, words);
    }

    /** Runs a demo of a failure, whose exit code is 1. */
    static DemoRun failing(String... words) throws IOException, InterruptedException {
        return run(1, words);
    }

    private static DemoRun run(int exitCode, String... words) throws IOException, InterruptedException {
        MultiprocCommand command = MultiprocCommand.run(
                LIMIT, Stream.concat(Stream.of("demo"), Stream.of(words)).toArray(String[]::new));
        assertThat(command.stderrWithoutNotices()).isEmpty();
        assertThat(command.exitCode()).as(command::toString).isEqualTo(exitCode);
        assertThat(command.leftBehind()).isEmpty();
        return new DemoRun(command.stdout());
    }

    /** The lines that contain {@code part}. */
    List<String> with(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    /** The text that follows {@code part} in each of the lines that contain it. */
    List<String> after(String part) {
        return with(part).stream()
                .map(line -> line.substring(line.indexOf(part) + part.length()))
                .toList();
    }
}
