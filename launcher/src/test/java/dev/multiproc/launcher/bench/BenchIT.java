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

/** {@code multiproc bench} as its user reads it. */
class BenchIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** One and only one number between the brackets: a comma would make two of it. */
    private static final Pattern VALUES = Pattern.compile("\"values\": \\[(-?[0-9.e+]+)]");

    /** Of countries that write numbers with a comma, or with digits of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"-Duser.language=de -Duser.country=DE", "-Duser.language=ar -Duser.country=EG"})
    void figuresReadTheSameInAllCountries(String locale) throws Exception {
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

    /** The process that puts is a child as its consumer is, so a flag for children is its flag too. */
    @Test
    void aFlagThatNoJvmKnowsEndsTheDriverAndIsSaid() throws Exception {
        MultiprocCommand bench =
                MultiprocCommand.run(LIMIT, "bench", "g-inc", "--runs", "1", "--jvm-arg", "-XX:+NoSuchFlag");
        assertThat(bench.exitCode()).isNotZero();
        assertThat(String.join("\n", bench.stderr())).contains("NoSuchFlag", "the scenario's process ended with 1");
    }
}
