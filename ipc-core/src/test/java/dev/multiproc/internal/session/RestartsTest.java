package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.RestartPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private static Optional<Duration> millis(long millis) {
        return Optional.of(Duration.ofMillis(millis));
    }

    @Test
    void theDelayDoublesUntilAProcessHasRunLong() {
        Restarts restarts =
                new Restarts(RestartPolicy.onFailure().withBackOff(Duration.ofMillis(100), Duration.ofMillis(350)));
        assertThat(restarts.next(1, SHORT)).isEqualTo(millis(100));
        assertThat(restarts.next(-9, SHORT)).isEqualTo(millis(200));
        assertThat(restarts.next(1, SHORT)).isEqualTo(millis(350));
        assertThat(restarts.next(1, SHORT)).isEqualTo(millis(350));
        assertThat(restarts.next(1, Duration.ofMillis(351))).isEqualTo(millis(100));
        assertThat(restarts.next(1, SHORT)).isEqualTo(millis(200));
        assertThat(restarts.count()).isEqualTo(6);
    }

    @Test
    void thePolicySaysAfterWhichEndsThereIsAnother() {
        assertThat(new Restarts(RestartPolicy.never()).next(1, SHORT)).isEmpty();
        assertThat(new Restarts(RestartPolicy.onFailure()).next(0, SHORT)).isEmpty();
        assertThat(new Restarts(RestartPolicy.always()).next(0, SHORT)).isPresent();
        assertThat(new Restarts(RestartPolicy.always().withMax(0)).next(0, SHORT))
                .isEmpty();
    }

    @Test
    void onlyTheRestartsOfThePeriodAreCounted() throws InterruptedException {
        Restarts restarts = new Restarts(
                RestartPolicy.always().withMax(2, Duration.ofMillis(50)).withBackOff(SHORT, SHORT));
        long begin = System.nanoTime();
        assertThat(restarts.next(0, SHORT)).isPresent();
        assertThat(restarts.next(0, SHORT)).isPresent();
        boolean isQuick = System.nanoTime() - begin < 40_000_000;
        assertThat(restarts.next(0, SHORT).isEmpty() || !isQuick).isTrue();
        while (restarts.next(0, SHORT).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(System.nanoTime() - begin).isGreaterThan(50_000_000);
        assertThat(restarts.count()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aStopEndsTheWait() throws InterruptedException {
        Restarts restarts = new Restarts(RestartPolicy.always());
        Thread stopper = new Thread(restarts::stop);
        stopper.start();
        Thread.currentThread().interrupt();
        assertThat(restarts.awaitDelay(Duration.ofDays(1))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(restarts.next(0, SHORT)).isEmpty();
        stopper.join();
        assertThat(new Restarts(RestartPolicy.always()).awaitDelay(Duration.ZERO))
                .isTrue();
    }

    @Test
    void figuresOutOfRangeAreRefused() {
        RestartPolicy policy = RestartPolicy.always();
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withMax(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withMax(1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withBackOff(Duration.ofMillis(-1), SHORT));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withBackOff(SHORT, Duration.ZERO));
    }
}
