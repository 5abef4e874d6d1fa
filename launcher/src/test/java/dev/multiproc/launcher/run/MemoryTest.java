package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final long GIB = 1L << 30;

    @Test
    void childrenShareHalfOfTheMemory() {
        assertThat(Memory.shareOf(8, 16 * GIB)).isEqualTo(GIB);
    }

    @Test
    void noChildGetsMoreThanAnEighth() {
        assertThat(Memory.shareOf(2, 16 * GIB)).isEqualTo(2 * GIB);
    }

    @Test
    void eachChildGetsTheMinimumThatAJvmNeeds() {
        assertThat(Memory.shareOf(1000, GIB)).isEqualTo(32L << 20);
    }

    @Test
    void thisMachinesMemoryIsKnown() {
        assertThat(Memory.shareOf(4)).isGreaterThanOrEqualTo(32L << 20);
    }
}
