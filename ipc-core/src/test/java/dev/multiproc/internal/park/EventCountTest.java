package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.MappedRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Whom an event wakes. */
class EventCountTest {
    private static final int WAITERS_OFFSET = 8;

    private final MappedRegion region = MappedRegion.onHeapOutside(EventCount.LENGTH);
    private final List<Long> woken = new ArrayList<>();
    private final List<Boolean> wokenAll = new ArrayList<>();
    private final EventCount event = new EventCount(region, 0, new Waits(0, this::recorder, slot -> {}, () -> 1));

    private Parker recorder() {
        return new Parker() {
            @Override
            public void park(Word word, int expected, long nanos) {
                // Somebody signals, and somebody else comes to wait.
                region.getAndAddInt(0, 1);
                mark(7);
            }

            @Override
            public void wake(Word word, long waiters, boolean all) {
                woken.add(waiters);
                wokenAll.add(all);
            }

            @Override
            public String name() {
                return "recorder";
            }

            @Override
            public void close() {}
        };
    }

    private void mark(int slot) {
        region.getAndOrLong(WAITERS_OFFSET, 1L << (slot & 63));
    }

    @Test
    void processesAreWokenInTurn() {
        for (int slot : new int[] {0, 1, 2, 63}) {
            mark(slot);
        }
        for (int i = 0; i < 8; i++) {
            event.signal();
            mark(Long.numberOfTrailingZeros(woken.get(i)));
        }
        assertThat(woken).containsExactly(2L, 4L, Long.MIN_VALUE, 1L, 2L, 4L, Long.MIN_VALUE, 1L);
    }

    @Test
    void aProcessIsWokenOnceUntilItMarksItselfAgain() {
        mark(5);
        event.signal();
        event.signal();
        event.signal(5);
        assertThat(woken).containsExactly(1L << 5);
    }

    @Test
    void aProcessCanBeChosen() {
        mark(3);
        mark(4);
        event.signal(4);
        event.signal(9);
        assertThat(woken).containsExactly(1L << 4);
        assertThat(event.hasWaiters()).isTrue();
    }

    /** One of them, woken alone, might wait for something else, while a signal for another finds the process not marked. */
    @Test
    void whoGivesUpAfterASignalPassesItOnToAllThreadsOfAProcess() throws InterruptedException {
        assertThat(event.await(() -> false, Deadline.in(1, TimeUnit.MILLISECONDS)))
                .isFalse();
        assertThat(woken).containsExactly(1L << 7);
        assertThat(wokenAll).containsExactly(true);
    }

    @Test
    void nobodyIsWokenWhereNobodyWaits() {
        event.signal();
        event.signalAll();
        assertThat(woken).isEmpty();
    }

    private EventCount oneAtATime(BooleanSupplier isMoreLeft) {
        return EventCount.oneAtATime(region, 0, new Waits(0, this::recorder, slot -> {}, () -> 1), isMoreLeft);
    }

    @Test
    void nobodyIsWokenWhileOneIsOnTheWay() {
        EventCount one = oneAtATime(() -> false);
        mark(3);
        mark(4);
        one.signal();
        one.signal();
        assertThat(woken).containsExactly(1L << 3);
    }

    @Test
    void whoFindsAnItemWakesTheNextIfMoreAreLeft() throws InterruptedException {
        for (boolean isMoreLeft : new boolean[] {true, false}) {
            woken.clear();
            EventCount one = oneAtATime(() -> isMoreLeft);
            assertThat(one.await(() -> region.getIntVolatile(0) > 0, Deadline.NEVER))
                    .isTrue();
            assertThat(woken).hasSize(isMoreLeft ? 1 : 0);
            region.setIntVolatile(0, 0);
            region.getAndAndLong(WAITERS_OFFSET, 0);
        }
    }

    @Test
    void theSweepOfWhoWasKilledOnTheWayLetsOthersBeWoken() {
        EventCount one = oneAtATime(() -> false);
        mark(3);
        mark(4);
        one.signal();
        one.forget(3);
        woken.clear();
        one.signal();
        assertThat(woken).containsExactly(1L << 4);
    }

    /** Others must not wait for one that is stopped, once the janitor has woken them. */
    @Test
    void whoeverIsWokenMeanwhileLetsOthersBeWoken() throws InterruptedException {
        EventCount one = oneAtATime(() -> false);
        mark(3);
        one.signal();
        assertThat(one.await(() -> region.getIntVolatile(0) > 1, Deadline.NEVER))
                .isTrue();
        mark(4);
        woken.clear();
        one.signal();
        assertThat(woken).hasSize(1);
    }
}
