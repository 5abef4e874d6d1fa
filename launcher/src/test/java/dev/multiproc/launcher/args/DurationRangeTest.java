package dev.multiproc.launcher.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationRangeTest {
    private final DurationRange.Converter converter = new DurationRange.Converter();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "7ns, 7",
        "3us, 3000",
        "500ms, 500000000",
        "1.5s, 1500000000",
        "30s, 30000000000",
        "1m, 60000000000",
        "2h, 7200000000000"
    })
    void aSingleTimeIsAFixedTime(String text, long nanos) {
        DurationRange range = converter.convert(text);

        assertThat(range.isFixed()).isTrue();
        assertThat(range.pickNanos(new SplittableRandom(1))).isEqualTo(nanos);
    }

    @Test
    void pickedTimesIncludeBothEndsOfTheRange() {
        DurationRange range = converter.convert("2ns..4ns");
        SplittableRandom random = new SplittableRandom(42);

        assertThat(range.isFixed()).isFalse();
        assertThat(random.longs(200)
                        .map(ignored -> range.pickNanos(random))
                        .distinct()
                        .sorted())
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void theSameSeedPicksTheSameTimes() {
        DurationRange range = new DurationRange(Duration.ZERO, Duration.ofSeconds(3));

        assertThat(range.pickNanos(new SplittableRandom(7))).isEqualTo(range.pickNanos(new SplittableRandom(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "s", "3 s", "-1s", "3d", "3s..", "..3s", "1s..2s..3s", "1e3s", "1s...2s"})
    void anInvalidDurationIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as 500ms, 30s or 1m");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> converter.convert("3s..1s"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'3s..1s' ends before it begins: write the shorter time first");
    }

    @Test
    void aTimeThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> converter.convert("99999999999h"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'99999999999h' is longer than 292 years");
    }
}
