package dev.multiproc.launcher.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {
    private final SizeConverter converter = new SizeConverter();

    @ParameterizedTest
    @CsvSource({"0, 0", "0B, 0", "64B, 64", "64b, 64", "64k, 65536", "1K, 1024", "1m, 1048576", "2g, 2147483648"})
    void aSizeIsANumberAndItsUnit(String text, long bytes) {
        assertThat(converter.convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1k", "1.5k", "1kb", "1 k", "1t"})
    void anInvalidSizeIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as 64B, 64k or 1m");
    }

    @Test
    void aSizeThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> converter.convert("99999999999g"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'99999999999g' is more than any machine has");
    }
}
