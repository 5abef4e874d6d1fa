package dev.multiproc.internal.park;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Without a futex, threads poll during the start phase and are woken by the listener afterwards. Waits move between the two. */
class StartPhaseChangeTest {
    private static final int WAITERS_OFFSET = 8;
    private static final int SLEEPERS = 3;

    private final MappedRegion region = MappedRegion.onHeapOutside(EventCount.LENGTH);
    private final StartPhaseInTests startPhase =
            new StartPhaseInTests(MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH));
    private final Waits waits = new Waits(
            0,
            () -> Parkers.chooseLater(Parkers.Choice.SOCKET, WakeUpChannels.alone(), startPhase),
            slot -> {},
            () -> 1);
    private final EventCount event = new EventCount(region, 0, waits);
    private final AtomicInteger permits = new AtomicInteger();

    private boolean takePermit() {
        int now = permits.get();
        return now > 0 && permits.compareAndSet(now, now - 1);
    }

    private CompletableFuture<Boolean> startSleeper() {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                do {
                    event.await(() -> permits.get() > 0, Deadline.NEVER);
                } while (!takePermit());
                end.complete(true);
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private void awaitWaiterBits(long bits) {
        await().until(() -> region.getLongVolatile(WAITERS_OFFSET) == bits);
    }

    private void giveOnePermitTo(List<CompletableFuture<Boolean>> sleepers) throws Exception {
        permits.incrementAndGet();
        event.signal();
        await().until(() -> sleepers.stream().anyMatch(CompletableFuture::isDone));
        assertThat(sleepers.stream().filter(CompletableFuture::isDone)).hasSize(1);
        sleepers.removeIf(CompletableFuture::isDone);
    }

    @Test
    void waitsChangeToTheListenerAndBack() throws Exception {
        startPhase.begin();
        List<CompletableFuture<Boolean>> sleepers = new ArrayList<>();
        for (int i = 0; i < SLEEPERS; i++) {
            sleepers.add(startSleeper());
        }
        awaitWaiterBits(Parker.bit(0));
        giveOnePermitTo(sleepers);
        startPhase.end();
        awaitWaiterBits(Parker.channelBit(0));
        giveOnePermitTo(sleepers);
        startPhase.begin();
        waits.rescue();
        awaitWaiterBits(Parker.bit(0));
        giveOnePermitTo(sleepers);
        assertThat(sleepers).isEmpty();
        assertThat(waits.rescues()).isZero();
        waits.stopWaking();
    }

    /** A condition may have side effects, so the listener calls only its read-only check. */
    @Test
    void aConditionIsCalledByItsOwnThreadOnly() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Thread> end = new CompletableFuture<>();
        Thread sleeper = new Thread(() -> {
            Thread self = Thread.currentThread();
            try {
                event.await(() -> isNowOn(self, calls), () -> permits.get() > 0, Deadline.NEVER);
                end.complete(self);
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        sleeper.setDaemon(true);
        sleeper.start();
        awaitWaiterBits(Parker.channelBit(0));
        permits.incrementAndGet();
        event.signal();
        assertThat(end).succeedsWithin(20, SECONDS).isEqualTo(sleeper);
        assertThat(calls).hasPositiveValue();
        waits.stopWaking();
    }

    private boolean isNowOn(Thread expected, AtomicInteger calls) {
        assertThat(Thread.currentThread()).isEqualTo(expected);
        calls.incrementAndGet();
        return permits.get() > 0;
    }

    @Test
    void closingEndsThem() {
        startPhase.begin();
        CompletableFuture<Boolean> sleeper = startSleeper();
        awaitWaiterBits(Parker.bit(0));
        waits.close();
        assertThat(sleeper).failsWithin(20, SECONDS);
        waits.stopWaking();
    }
}
