package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyBucketsTest {
    @Test
    void theErrorOfABucketIsAtMostOneInThirtyTwo() {
        for (long micros = 1; micros > 0; micros = micros * 3 / 2 + 1) {
            int index = LatencyBuckets.indexOf(micros);

            assertThat(index).isBetween(0, LatencyBuckets.COUNT - 1);
            assertThat(LatencyBuckets.highestMicros(index)).isBetween(micros, micros + micros / 32);
        }
    }

    @Test
    void theLongestTimeIsInTheLastBucket() {
        assertThat(LatencyBuckets.indexOf(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
        assertThat(LatencyBuckets.highestMicros(LatencyBuckets.COUNT - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void quantilesAreTheTimesThatAShareDoesNotExceed() {
        long[] counts = new long[LatencyBuckets.COUNT];
        for (int micros = 1; micros <= 20; micros++) {
            counts[LatencyBuckets.indexOf(micros)]++;
        }

        assertThat(Latency.of(counts, 20)).isEqualTo(new Latency(10, 18, 20, 20, 20));
        assertThat(Latency.of(new long[LatencyBuckets.COUNT], 0)).isEqualTo(new Latency(0, 0, 0, 0, 0));
    }
}
