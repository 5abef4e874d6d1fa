package dev.multiproc.internal.park;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.MappedRegion;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How threads sleep, apart from what they sleep for. */
class ParkerTest {
    private static final long LONG_NANOS = SECONDS.toNanos(100);

    /** An interrupt may come between a waiter's look at the flag and its sleep. */
    @ParameterizedTest
    @EnumSource(Parkers.Choice.class)
    @Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aThreadThatIsInterruptedAlreadyDoesNotSleep(Parkers.Choice choice) {
        MappedRegion region = MappedRegion.onHeapOutside(8);
        Parker.Word word = new Parker.Word(region, 0, 1);
        Parker parker = Parkers.choose(choice, slot -> -1, port -> {});
        Thread.currentThread().interrupt();
        parker.park(word, 0, LONG_NANOS);
        assertThat(Thread.interrupted()).isTrue();
        parker.close();
    }

    @ParameterizedTest
    @EnumSource(Parkers.Choice.class)
    @Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aThreadDoesNotSleepOnAWordThatHasChanged(Parkers.Choice choice) {
        MappedRegion region = MappedRegion.onHeapOutside(8);
        Parker.Word word = new Parker.Word(region, 0, 1);
        Parker parker = Parkers.choose(choice, slot -> -1, port -> {});
        region.setIntVolatile(0, 1);
        parker.park(word, 0, LONG_NANOS);
        assertThat(Thread.interrupted()).isFalse();
        parker.close();
    }
}
