package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.Multiprocessing;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What options accept. */
class PoolOptionsTest {
    private static final PoolOptions DEFAULTS = PoolOptions.defaults();

    @Test
    void theDefaults() {
        PoolOptions.Draft values = DEFAULTS.values();
        assertThat(values.workers).isEqualTo(Multiprocessing.cpuCount());
        assertThat(values.threads).isOne();
        assertThat(values.retries).isZero();
        assertThat(values.daemon).isTrue();
        assertThat(values.eager).isFalse();
        assertThat(values.cancelGrace).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void eachChangeMakesNewOptions() {
        PoolOptions changed = DEFAULTS.withRetries(3).withThreadsPerWorker(2).withWorkers(5);
        assertThat(DEFAULTS.values().retries).isZero();
        assertThat(changed).hasToString("PoolOptions[workers=5, threadsPerWorker=2, retries=3]");
    }

    static List<ThrowingCallable> wrong() {
        return List.of(
                () -> PoolOptions.workers(0),
                () -> PoolOptions.workers(PoolOptions.MAX_WORKERS + 1),
                () -> DEFAULTS.withWorkers(-1),
                () -> DEFAULTS.withThreadsPerWorker(0),
                () -> DEFAULTS.withThreadsPerWorker(1001),
                () -> DEFAULTS.withMaxTasksPerWorker(0),
                () -> DEFAULTS.withIdleTimeout(Duration.ofNanos(999_999)),
                () -> DEFAULTS.withMemoryTarget(0),
                () -> DEFAULTS.withMemoryLimit(-1),
                () -> DEFAULTS.withTimeLimit(Duration.ZERO),
                () -> DEFAULTS.withRetries(-1),
                () -> DEFAULTS.withRetries(1001),
                () -> DEFAULTS.withQueueLimit(0, PoolOptions.WhenFull.WAIT),
                () -> DEFAULTS.withCancelGrace(Duration.ofNanos(-1)));
    }

    @ParameterizedTest
    @MethodSource
    void wrong(ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageMatching(".*\\d.*");
    }

    static List<ThrowingCallable> missing() {
        return List.of(
                () -> DEFAULTS.withName(null),
                () -> DEFAULTS.withInitializer(null),
                () -> DEFAULTS.withExitHook(null),
                () -> DEFAULTS.withPreload(null),
                () -> DEFAULTS.withChildOptions(null),
                () -> DEFAULTS.withQueueLimit(1, null),
                () -> DEFAULTS.withProgress(null));
    }

    @ParameterizedTest
    @MethodSource
    void missing(ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call);
    }

    @Test
    void theLongestTimesAreAccepted() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(DEFAULTS.withCancelGrace(longest).values().cancelGrace).isEqualTo(longest);
        assertThat(DEFAULTS.withTimeLimit(longest).values().timeLimit).contains(longest);
    }
}
