package dev.multiproc.launcher.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RateConverterTest {
    private final RateConverter converter = new RateConverter();

    @ParameterizedTest
    @CsvSource({
        "100/s, 10000000",
        "3/s, 333333333",
        "0.5/s, 2000000000",
        "30/m, 2000000000",
        "1/h, 3600000000000",
        "9999999999/s, 1"
    })
    void aRateIsConvertedToTheTimeBetweenTwoEvents(String text, long nanos) {
        assertThat(converter.convert(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "/s", "0/s", "0.0/s", "-1/s", "100/d", "100 /s", "1/2s"})
    void anInvalidRateIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as 100/s or 30/m");
    }
}
