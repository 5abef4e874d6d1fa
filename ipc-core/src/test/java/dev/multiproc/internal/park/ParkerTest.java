package dev.multiproc.internal.park;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.control.MappedRegion;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
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
        Parker parker = Parkers.choose(choice, WakeUpChannels.alone());
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
        Parker parker = Parkers.choose(choice, WakeUpChannels.alone());
        region.setIntVolatile(0, 1);
        parker.park(word, 0, LONG_NANOS);
        assertThat(Thread.interrupted()).isFalse();
        parker.close();
    }

    /** Who interrupts sees to it that the thread wakes up, and must not follow it into its next sleep. */
    @ParameterizedTest
    @EnumSource(Parkers.Choice.class)
    @Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptReturnsThoughTheThreadSleepsAgainAtOnce(Parkers.Choice choice) throws InterruptedException {
        MappedRegion region = MappedRegion.onHeapOutside(8);
        Parker.Word word = new Parker.Word(region, 0, 1);
        Parker parker = Parkers.choose(choice, WakeUpChannels.alone());
        AtomicInteger interrupts = new AtomicInteger();
        Thread sleeper = new Thread(() -> {
            while (word.value() == 0) {
                parker.park(word, 0, LONG_NANOS);
                if (Thread.interrupted()) {
                    interrupts.incrementAndGet();
                }
            }
        });
        sleeper.start();
        for (int i = 0; i < 300; i++) {
            int before = interrupts.get();
            sleeper.interrupt();
            await().pollInterval(Duration.ofNanos(100_000)).until(() -> interrupts.get() > before);
        }
        region.setIntVolatile(0, 1);
        sleeper.interrupt();
        sleeper.join();
        parker.close();
    }

    /** What was rung just before may not have arrived. */
    @ParameterizedTest
    @EnumSource(Parkers.Choice.class)
    @Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theEndWakesWhoseWordHasChanged(Parkers.Choice choice) throws InterruptedException {
        MappedRegion region = MappedRegion.onHeapOutside(8);
        Parker.Word word = new Parker.Word(region, 0, 1);
        // There is no listener to wake.
        Parker parker = Parkers.choose(choice, WakeUpChannels.alone());
        Thread sleeper = new Thread(() -> parker.park(word, 0, LONG_NANOS));
        sleeper.start();
        await().until(() -> Arrays.stream(sleeper.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("park")
                        || frame.getMethodName().equals("futexWait")));
        region.setIntVolatile(0, 1);
        parker.wake(word, 1, true);
        parker.close();
        sleeper.join();
    }
}
