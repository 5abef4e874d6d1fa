package dev.multiproc.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.MultiprocCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of {@code multiproc bench}. */
class BenchIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** Exactly one number between the brackets; a decimal comma would not match. */
    private static final Pattern VALUES = Pattern.compile("\"values\": \\[(-?[0-9.e+]+)]");

    /** With locales that use a decimal comma, or digits other than 0 to 9. */
    @ParameterizedTest
    @ValueSource(strings = {"-Duser.language=de -Duser.country=DE", "-Duser.language=ar -Duser.country=EG"})
    void figuresAreTheSameInAllLocales(String locale) throws Exception {
        MultiprocCommand bench = MultiprocCommand.run(
                LIMIT,
                Map.of("JAVA_TOOL_OPTIONS", locale),
                (process, stdout) -> {},
                "bench",
                "g-inc-uncontended",
                "--runs",
                "1",
                "--json");
        assertThat(bench.exitCode()).as(bench.stderr().toString()).isZero();
        List<String> figures = bench.stdout().stream()
                .filter(line -> line.contains("\"metric\""))
                .toList();
        assertThat(figures).hasSize(5).allSatisfy(line -> {
            List<String> values = VALUES.matcher(line)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
            assertThat(values).as(line).hasSize(1);
            assertThat(Double.parseDouble(values.get(0))).isPositive();
        });
        assertThat(bench.leftBehind()).isEmpty();
    }

    /** The driver is a child JVM like those that it starts, so it gets the JVM flags for children, too. */
    @Test
    void anUnknownJvmFlagEndsTheDriverWithAMessage() throws Exception {
        MultiprocCommand bench =
                MultiprocCommand.run(LIMIT, "bench", "g-inc", "--runs", "1", "--jvm-arg", "-XX:+NoSuchFlag");
        assertThat(bench.exitCode()).isNotZero();
        assertThat(String.join("\n", bench.stderr())).contains("NoSuchFlag", "the scenario's process ended with 1");
    }
}
