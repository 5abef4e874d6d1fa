package dev.multiproc.launcher.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsDirectoryTest {
    @ParameterizedTest
    @CsvSource({"a b, a b", "a/b, a\\_b", "a\\b, a\\\\b", "ä, \\xc3\\xa4", "., \\.", ".., \\..", "'', \\e", ".a, .a"})
    void namesAreThoseOfGnuParallelAndSafe(String item, String name) {
        assertThat(ResultsDirectory.name(item.getBytes(UTF_8))).isEqualTo(name);
    }

    @Test
    void longItemsHaveDifferentNamesThatFit() {
        String begin = "x".repeat(1_000);

        String first = ResultsDirectory.name((begin + 1).getBytes(UTF_8));
        String second = ResultsDirectory.name((begin + 2).getBytes(UTF_8));

        assertThat(first).hasSizeLessThan(255).isNotEqualTo(second);
    }
}
