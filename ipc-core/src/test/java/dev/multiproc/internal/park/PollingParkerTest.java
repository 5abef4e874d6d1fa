package dev.multiproc.internal.park;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When threads poll, when wake-ups are left out, and when the real parker is made. */
@Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollingParkerTest {
    private static final long LONG_NANOS = SECONDS.toNanos(100);
    private static final long SOME = 1L << 3;

    private final MappedRegion control = MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH);
    private final StartPhaseInTests startPhase = new StartPhaseInTests(control);
    private final Parker.Word word = new Parker.Word(MappedRegion.onHeapOutside(8), 0, 1);
    private final Parker.Word other = new Parker.Word(MappedRegion.onHeapOutside(8), 0, 1);
    private final Real real = new Real();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch mayBeMade = new CountDownLatch(1);
    private final PollingParker parker = parker(this::makeReal);

    private PollingParker parker(Supplier<Parker> maker) {
        startPhase.begin();
        return new PollingParker(maker, startPhase, new WakeUpChannels(control, 0));
    }

    private Parker makeReal() {
        made.incrementAndGet();
        Uninterrupted.call(() -> mayBeMade.await(10, SECONDS));
        return real;
    }

    /** Notes what it is told. */
    private static final class Real implements Parker {
        private final List<Long> parked = Collections.synchronizedList(new ArrayList<>());
        private final List<String> woken = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean isWokenByListener;
        private volatile boolean closed;

        @Override
        public boolean isWokenByListener() {
            return isWokenByListener;
        }

        @Override
        public void park(Word word, int expected, long nanos) {
            parked.add(nanos);
        }

        @Override
        public void wake(Word word, long waiters, boolean all) {
            woken.add(waiters + (all ? " all" : " one"));
        }

        @Override
        public String name() {
            return "real";
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void close() {
        mayBeMade.countDown();
        parker.close();
    }

    private CompletableFuture<Long> startSleeper(long nanos) {
        long begin = System.nanoTime();
        CompletableFuture<Long> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            parker.park(word, 0, nanos);
            end.complete(System.nanoTime() - begin);
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private void awaitReal() {
        mayBeMade.countDown();
        await().until(() -> parker.name().equals("real"));
    }

    // ---------------------------------------------------------------- the start phase

    @Test
    void inTheStartPhaseNobodyIsWokenAndNothingIsLoaded() {
        parker.wake(word, SOME, true);
        parker.wakeOwn(word, SOME, true);
        assertThat(parker.tick()).isFalse();
        assertThat(made).hasValue(0);
        assertThat(parker.name()).isEqualTo("polling");
    }

    @Test
    void aSleeperSeesThatItsWordMoves() throws Exception {
        CompletableFuture<Long> sleeper = startSleeper(Long.MAX_VALUE);
        assertThat(sleeper).isNotDone();
        word.region().setIntVolatile(0, 1);
        sleeper.get(10, SECONDS);
        assertThat(made).hasValue(0);
    }

    @Test
    void aPollEndsInTime() throws Exception {
        long nanos = 30_000_000;
        assertThat(startSleeper(nanos).get(10, SECONDS)).isGreaterThanOrEqualTo(nanos);
    }

    @Test
    void anInterruptEndsAPoll() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread sleeper = new Thread(() -> {
            begun.countDown();
            parker.park(word, 0, LONG_NANOS);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        sleeper.start();
        begun.await();
        sleeper.interrupt();
        assertThat(interrupted.get(10, SECONDS)).isTrue();
    }

    @Test
    void aPoolsThreadIsReplacedWhileItPolls() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            pool.execute(() -> parker.park(word, 0, Long.MAX_VALUE));
            pool.submit(() -> word.region().setIntVolatile(0, 1)).get(10, SECONDS);
        } finally {
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, SECONDS)).isTrue();
    }

    @Test
    void aThreadWithAListenerIsWokenInTheStartPhaseToo() {
        parker.wake(word, Parker.channelBit(1), false);
        assertThat(made).hasValue(0);
        ProcessTable processes = new ProcessTable(control);
        processes.reserve(ProcessTable.NO_PARENT, 1, "first", false);
        processes.reserve(ProcessTable.NO_PARENT, 2, "second", false);
        processes.setChannel(1, WakeUpChannels.WORD);
        parker.wake(word, Parker.channelBit(1) | SOME, false);
        awaitReal();
        assertThat(real.woken).containsExactly(Parker.channelBit(1) + " one");
    }

    // ---------------------------------------------------------------- the change

    @Test
    void whoNeitherWaitedNorWokeLoadsNothing() {
        startPhase.end();
        parker.tick();
        assertThat(made).hasValue(0);
    }

    @Test
    void whoHasLeftOutAWakeUpGetsTheRealOneLater() {
        parker.wake(word, SOME, true);
        startPhase.end();
        parker.tick();
        awaitReal();
        assertThat(real.woken).isEmpty();
        parker.wake(word, SOME, false);
        assertThat(real.woken).containsExactly(SOME + " one");
    }

    @Test
    void aSleeperPollsUntilThereIsARealParkerAndThenSleepsForTheTimeLeft() throws Exception {
        CompletableFuture<Long> sleeper = startSleeper(LONG_NANOS);
        startPhase.end();
        await().until(() -> made.get() == 1);
        assertThat(sleeper).isNotDone();
        mayBeMade.countDown();
        sleeper.get(10, SECONDS);
        assertThat(real.parked).hasSize(1).allMatch(nanos -> nanos > 0 && nanos < LONG_NANOS);
    }

    @Test
    void whoIsToBeWokenWhileTheRealOneIsLoadedIsWokenThen() {
        startPhase.end();
        parker.wake(word, SOME, false);
        parker.wake(word, SOME << 1, false);
        parker.wake(other, SOME, false);
        awaitReal();
        assertThat(made).hasValue(1);
        assertThat(real.woken).containsExactly((SOME | SOME << 1) + " all", SOME + " one");
    }

    @Test
    void threadsPollAgainWhenAnotherProcessBegins() throws Exception {
        startPhase.end();
        parker.wake(word, SOME, false);
        awaitReal();
        assertThat(parker.tick()).isFalse();
        startPhase.begin();
        assertThat(parker.tick()).as("wakes those who sleep").isTrue();
        assertThat(parker.tick()).isFalse();
        CompletableFuture<Long> sleeper = startSleeper(1_000_000);
        sleeper.get(10, SECONDS);
        assertThat(real.parked).isEmpty();
        // All threads that went to sleep since then poll.
        startPhase.pass(StartPhase.NANOS);
        startPhase.begin();
        assertThat(parker.tick()).isFalse();
        startPhase.end();
        startPhase.begin();
        assertThat(parker.tick()).isTrue();
    }

    @Test
    void afterTheStartPhaseTheRealParkerSaysWhoNeedsTheListener() {
        real.isWokenByListener = true;
        assertThat(parker.isWokenByListener()).isFalse();
        startPhase.end();
        assertThat(parker.isWokenByListener()).isFalse();
        awaitReal();
        assertThat(parker.isWokenByListener()).isTrue();
        parker.park(word, 0, Long.MAX_VALUE);
        assertThat(real.parked).hasSize(1).allMatch(nanos -> nanos < SECONDS.toNanos(1));
    }

    // ---------------------------------------------------------------- the end, and failures

    @Test
    void nothingIsLoadedAtTheEnd() {
        startPhase.end();
        parker.wakeOwn(word, SOME, true);
        parker.close();
        parker.wake(word, SOME, true);
        parker.tick();
        assertThat(made).hasValue(0);
    }

    @Test
    void aRealOneThatComesAfterTheEndIsClosedAndWakesNobody() {
        startPhase.end();
        parker.wake(word, SOME, true);
        parker.close();
        awaitReal();
        assertThat(real.closed).isTrue();
        assertThat(real.woken).isEmpty();
    }

    @Test
    void whereThereCanBeNoneWaitsSaySo() {
        PollingParker refused = parker(() -> {
            throw new UnsupportedOperationException("no futex");
        });
        assertThat(refused.isWokenByListener()).isFalse();
        startPhase.end();
        refused.wake(word, SOME, true);
        assertThatThrownBy(() -> refused.park(word, 0, LONG_NANOS))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("no futex");
        refused.wake(word, SOME, true);
        refused.close();
    }

    @Test
    void aFailureIsTriedAgainAtTheNextTick() {
        AtomicInteger tries = new AtomicInteger();
        PollingParker failing = parker(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("as a test wants");
            }
            return real;
        });
        startPhase.end();
        failing.wake(word, SOME, false);
        await().until(() -> {
            failing.tick();
            return failing.name().equals("real");
        });
        assertThat(tries).hasValue(2);
        assertThat(real.woken).containsExactly(SOME + " one");
        failing.close();
    }
}
