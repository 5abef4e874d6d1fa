package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.MappedRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many processes at one event: there are 64 bits for them, and 32 in the kernel, so that some share one. Here each is a thread
 * with a parker of its own.
 */
class CrowdedEventTest {
    private static final long LIMIT_SECONDS = 20;
    private static final int ROUNDS = 50;
    private static final int SLOT_LIMIT = 130;

    private final MappedRegion region = MappedRegion.onHeapOutside(EventCount.LENGTH);
    private final AtomicInteger permits = new AtomicInteger();

    private EventCount event(int slot) {
        return new EventCount(region, 0, new Waits(slot, CrowdedEventTest::parker, other -> {}, () -> SLOT_LIMIT));
    }

    private static Parker parker() {
        return Parkers.choose(Parkers.Choice.AUTO, WakeUpChannels.alone());
    }

    private boolean tryTake() {
        return permits.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
    }

    private CompletableFuture<Integer> startTaker(int slot) {
        EventCount event = event(slot);
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread taker = new Thread(() -> {
            try {
                while (!tryTake()) {
                    event.await(() -> permits.get() > 0, Deadline.NEVER);
                }
                result.complete(slot);
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        taker.setDaemon(true);
        taker.start();
        return result;
    }

    /** A signal for each: one that came to the wrong process, and left the right one without its mark, would be missed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 64, 96, 128})
    void asManyWakeAsAreSignalled(int distance) throws Exception {
        EventCount giver = event(5);
        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<Integer>> takers = List.of(startTaker(0), startTaker(distance));
            for (int i = 0; i < takers.size(); i++) {
                // Before they sleep, while they lie down, or after.
                LockSupport.parkNanos(round % 3 * 1_000_000L);
                permits.incrementAndGet();
                giver.signal();
            }
            List<Integer> served = new ArrayList<>();
            for (CompletableFuture<Integer> taker : takers) {
                served.add(taker.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            assertThat(served).containsExactly(0, distance);
        }
    }

    /** One that leaves takes its bit away, which is another's too. */
    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void whoGivesUpDoesNotTakeAnothersMarkAway(int distance) throws Exception {
        EventCount giver = event(5);
        for (int round = 0; round < ROUNDS; round++) {
            CompletableFuture<Integer> taker = startTaker(distance);
            EventCount other = event(0);
            assertThat(other.await(() -> false, Deadline.in(round % 3 + 1, TimeUnit.MILLISECONDS)))
                    .isFalse();
            permits.incrementAndGet();
            giver.signal();
            assertThat(taker.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(distance);
        }
    }
}
