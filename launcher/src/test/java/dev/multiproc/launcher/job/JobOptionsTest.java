package dev.multiproc.launcher.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.launcher.job.Halt.What;
import dev.multiproc.launcher.job.Halt.When;
import dev.multiproc.launcher.job.TermSequence.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What options of jobs are parsed from. */
class JobOptionsTest {
    @Test
    void termSequenceIsSignalsAndPauses() throws Exception {
        TermSequence sequence = new TermSequence.Converter().convert("int,20,SIGTERM,0,KILL,25");

        assertThat(sequence.steps())
                .containsExactly(
                        new Step("INT", Duration.ofMillis(20)),
                        new Step("TERM", Duration.ZERO),
                        new Step("KILL", Duration.ofMillis(25)));
        assertThat(new TermSequence.Converter().convert(TermSequence.DEFAULT).steps())
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TERM",
                "TERM,",
                ",200",
                "200,TERM",
                "TERM,200,",
                "TERM,200,KILL",
                "TERM,-1",
                "TERM,1.5",
                "TERM,200ms",
                "NOSUCH,200",
                "TERM,99999999999",
                "9,200",
                "TERM 200"
            })
    void wrongTermSequencesAreRefused(String text) {
        assertRefused(new TermSequence.Converter(), text);
    }

    @Test
    void timeLimitIsATimeOrAPartOfTheMedian() throws Exception {
        TimeLimit.Converter converter = new TimeLimit.Converter();

        assertThat(converter.convert("30s")).isEqualTo(new TimeLimit(Optional.of(Duration.ofSeconds(30)), 0));
        assertThat(converter.convert("1.5")).isEqualTo(new TimeLimit(Optional.of(Duration.ofMillis(1500)), 0));
        assertThat(converter.convert("200%")).isEqualTo(new TimeLimit(Optional.empty(), 200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0s", "-1s", "30x", "s", "%", "0%", "1.5%", "-20%", "99999999%", "ten", "1 s", "30s%"})
    void wrongTimeLimitsAreRefused(String text) {
        assertRefused(new TimeLimit.Converter(), text);
    }

    @Test
    void haltIsWhenWhatAndHowMany() throws Exception {
        Halt.Converter converter = new Halt.Converter();

        assertThat(converter.convert("never")).isEqualTo(Halt.NEVER);
        assertThat(converter.convert("now,fail=1")).isEqualTo(new Halt(When.NOW, What.FAIL, 1, false));
        assertThat(converter.convert("soon,success=20%")).isEqualTo(new Halt(When.SOON, What.SUCCESS, 20, true));
        assertThat(converter.convert("soon,done=3")).hasToString("soon,done=3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "later,fail=1",
                "now,fail",
                "now,fail=",
                "now,fail=0",
                "now,fail=0%",
                "now,fail=-1",
                "now,fail=101%",
                "now,fail=1.5",
                "now;fail=1",
                "never,fail=1",
                "soon,failed=1",
                "1"
            })
    void wrongHaltsAreRefused(String text) {
        assertRefused(new Halt.Converter(), text);
    }

    @Test
    void haltCountsItsOwnJobs() {
        Halt twoFailures = new Halt(When.SOON, What.FAIL, 2, false);
        Halt half = new Halt(When.NOW, What.DONE, 50, true);

        assertThat(twoFailures.isReached(9, 1, 10)).isFalse();
        assertThat(twoFailures.isReached(0, 2, 10)).isTrue();
        assertThat(half.isReached(2, 2, 10)).isFalse();
        assertThat(half.isReached(3, 2, 10)).isTrue();
        assertThat(half.isReached(0, 0, 0)).isFalse();
        assertThat(Halt.NEVER.isReached(100, 100, 100)).isFalse();
    }

    private static void assertRefused(ITypeConverter<?> converter, String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageStartingWith("'" + text + "'")
                .message()
                .doesNotContain("\n");
    }
}
