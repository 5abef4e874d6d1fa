package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long MILLIS = 1_000_000;

    @Test
    void actionsAreEvenlySpaced() {
        RateLimiter rateLimiter = new RateLimiter(10 * MILLIS, 0);

        assertThat(rateLimiter.nanosToNext(0)).isZero();
        rateLimiter.advance(0);
        assertThat(rateLimiter.nanosToNext(3 * MILLIS)).isEqualTo(7 * MILLIS);
        rateLimiter.advance(10 * MILLIS);
        assertThat(rateLimiter.nanosToNext(10 * MILLIS)).isEqualTo(10 * MILLIS);
    }

    @Test
    void aCallerThatIsALittleLateCatchesUp() {
        RateLimiter rateLimiter = new RateLimiter(10 * MILLIS, 0);
        rateLimiter.advance(35 * MILLIS);

        assertThat(rateLimiter.nanosToNext(35 * MILLIS)).isEqualTo(-25 * MILLIS);
        rateLimiter.advance(35 * MILLIS);
        rateLimiter.advance(35 * MILLIS);
        assertThat(rateLimiter.nanosToNext(35 * MILLIS)).isEqualTo(-5 * MILLIS);
    }

    @Test
    void aCallerThatIsVeryLateCatchesUpOnATenthOfASecondAtMost() {
        RateLimiter rateLimiter = new RateLimiter(10 * MILLIS, 0);
        rateLimiter.advance(60_000 * MILLIS);

        assertThat(rateLimiter.nanosToNext(60_000 * MILLIS)).isEqualTo(-90 * MILLIS);
    }

    @Test
    void withoutAnIntervalThereIsNoWait() {
        assertThat(new RateLimiter(0, 1000).nanosToNext(0)).isZero();
    }
}
