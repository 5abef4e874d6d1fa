package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.Cast;
import org.junit.jupiter.api.Test;

class ArraysAcrossProcessesIT extends ArrayContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }

    @Test
    void closingOneEndLeavesTheOthersAlone() throws Exception {
        SharedIntArray array = mp.sharedIntArray(new int[] {1, 2});
        bert.run(array::close);
        assertThat(array.getAndAdd(0, 4)).isEqualTo(1);
        assertThat(carl.get(() -> array.get(0))).isEqualTo(5);
        // It arrives there anew.
        assertThat(bert.get(() -> array.get(0))).isEqualTo(5);
    }
}
