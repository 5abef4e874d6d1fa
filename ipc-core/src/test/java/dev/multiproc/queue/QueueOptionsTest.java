package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeavesNothingBehind.class)
class QueueOptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static QueueOptions all() {
        return QueueOptions.bounded(3)
                .withMaxDeliveries(7)
                .withOnConsumerDeath(ConsumerDeath.DISCARD)
                .withSyncToDisk(true)
                .withLease(MINUTE)
                .withRetryBackOff(SECOND, MINUTE);
    }

    @Test
    void eachOptionIsKeptByTheOthers() {
        QueueOptions it = all();
        assertThat(it.capacity()).isEqualTo(3);
        assertThat(it.maxDeliveries()).isEqualTo(7);
        assertThat(it.onConsumerDeath()).isEqualTo(ConsumerDeath.DISCARD);
        assertThat(it.syncToDisk()).isTrue();
        assertThat(it.lease()).hasValue(MINUTE);
        assertThat(it.firstRetryDelay()).isEqualTo(SECOND);
        assertThat(it.maxRetryDelay()).isEqualTo(MINUTE);
        assertThat(it).isEqualTo(all()).hasSameHashCodeAs(all()).hasToString(all().toString());
        assertThat(it.toString()).contains("capacity=3", "lease=PT1M", "firstRetryDelay=PT1S");
    }

    @Test
    void aChangedOptionMakesThemDiffer() {
        List<QueueOptions> others = List.of(
                all().withCapacity(4),
                all().withMaxDeliveries(8),
                all().withOnConsumerDeath(ConsumerDeath.REDELIVER),
                all().withSyncToDisk(false),
                all().withLease(SECOND),
                all().withRetryBackOff(MINUTE, MINUTE),
                all().withRetryBackOff(SECOND, SECOND));
        assertThat(others).doesNotHaveDuplicates().doesNotContain(all());
    }

    @Test
    void timesOutOfTheirRangeAreRefused() {
        QueueOptions it = QueueOptions.unbounded();
        for (Duration wrong :
                List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofSeconds(-1), Duration.ofDays(366))) {
            assertThatIllegalArgumentException().isThrownBy(() -> it.withLease(wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> it.withRetryBackOff(wrong, Duration.ofDays(365)));
            assertThatIllegalArgumentException().isThrownBy(() -> it.withRetryBackOff(SECOND, wrong));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> it.withRetryBackOff(MINUTE, SECOND));
        assertThatNullPointerException().isThrownBy(() -> it.withLease(null));
        assertThatNullPointerException().isThrownBy(() -> it.withRetryBackOff(SECOND, null));
    }

    @Test
    void aPlainQueueHasNeitherLeaseNorDelay() {
        try (Multiprocessing mp = Multiprocessing.open()) {
            for (QueueOptions wrong : List.of(
                    QueueOptions.unbounded().withLease(SECOND),
                    QueueOptions.unbounded().withRetryBackOff(SECOND, SECOND))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> mp.queue(wrong))
                        .withMessageContaining("joinableQueue");
            }
        }
    }
}
