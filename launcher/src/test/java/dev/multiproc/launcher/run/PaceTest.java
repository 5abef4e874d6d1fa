package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLIS = 1_000_000;

    @Test
    void momentsAreEvenlySpaced() {
        Pace pace = new Pace(10 * MILLIS, 0);

        assertThat(pace.nanosToNext(0)).isZero();
        pace.advance(0);
        assertThat(pace.nanosToNext(3 * MILLIS)).isEqualTo(7 * MILLIS);
        pace.advance(10 * MILLIS);
        assertThat(pace.nanosToNext(10 * MILLIS)).isEqualTo(10 * MILLIS);
    }

    @Test
    void whoIsALittleLateCatchesUp() {
        Pace pace = new Pace(10 * MILLIS, 0);
        pace.advance(35 * MILLIS);

        assertThat(pace.nanosToNext(35 * MILLIS)).isEqualTo(-25 * MILLIS);
        pace.advance(35 * MILLIS);
        pace.advance(35 * MILLIS);
        assertThat(pace.nanosToNext(35 * MILLIS)).isEqualTo(-5 * MILLIS);
    }

    @Test
    void whoIsVeryLateCatchesUpATenthOfASecondAtMost() {
        Pace pace = new Pace(10 * MILLIS, 0);
        pace.advance(60_000 * MILLIS);

        assertThat(pace.nanosToNext(60_000 * MILLIS)).isEqualTo(-90 * MILLIS);
    }

    @Test
    void withoutAnIntervalThereIsNothingToWaitFor() {
        assertThat(new Pace(0, 1000).nanosToNext(0)).isZero();
    }
}
