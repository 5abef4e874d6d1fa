package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large chunks are. */
class ChunkingTest {
    /** As in Python: the number of inputs, divided by four times the workers, and rounded up. */
    @ParameterizedTest
    @CsvSource({"1,1,1", "4,1,1", "5,1,2", "100,2,13", "104,2,13", "105,2,14", "1000,4,63", "2147483647,1000,536871"})
    void pythonsDefaultIsFourChunksForEachWorker(int inputs, int workers, int size) {
        assertThat(Chunking.pythonDefault().sizeFor(inputs, workers)).isEqualTo(size);
    }

    @Test
    void pythonsDefaultForAnUnknownNumberIsOne() {
        assertThat(Chunking.pythonDefault().nextSize(0)).isOne();
        assertThat(Chunking.pythonDefault().nextSize(1)).isOne();
    }

    @Test
    void aFixedSizeIsFixed() {
        Chunking seven = Chunking.of(7);
        assertThat(seven.sizeFor(3, 10)).isEqualTo(7);
        assertThat(seven.nextSize(1_000_000)).isEqualTo(7);
        assertThat(seven.isAutomatic()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1000000,10", "10000000,1", "99000000,1", "3000000,3", "0.001,10000"})
    void anAutomaticSizeTakesItsTime(double inputNanos, int size) {
        Chunking automatic = Chunking.automatic(Duration.ofMillis(10));
        assertThat(automatic.isAutomatic()).isTrue();
        assertThat(automatic.nextSize(inputNanos)).isEqualTo(size);
    }

    @Test
    void whatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Chunking.of(0)).withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> Chunking.automatic(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Chunking.automatic(Duration.ofMillis(-1)));
    }

    @Test
    void eachSaysWhatItIs() {
        assertThat(Chunking.of(7)).hasToString("Chunking[7]");
        assertThat(Chunking.automatic()).hasToString("Chunking[automatic]");
        assertThat(Chunking.pythonDefault()).hasToString("Chunking[Python's]");
    }
}
