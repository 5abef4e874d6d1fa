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

        assertThat(LatencyBuckets.quantileMicros(counts, 0.5)).isEqualTo(10);
        assertThat(LatencyBuckets.quantileMicros(counts, 0.99)).isEqualTo(20);
        assertThat(LatencyBuckets.quantileMicros(new long[LatencyBuckets.COUNT], 0.5))
                .isZero();
    }
}
