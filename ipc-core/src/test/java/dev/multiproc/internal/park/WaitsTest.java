package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the safety net counts. */
class WaitsTest {
    private static final long LIMIT_SECONDS = 20;

    private final MappedRegion region = MappedRegion.onHeapOutside(EventCount.LENGTH);
    private final BusyMachine machine = new BusyMachine();
    private final Waits waits = new Waits(0, () -> machine, slot -> {}, () -> 1);
    private final EventCount event = new EventCount(region, 0, waits);
    private final AtomicBoolean condition = new AtomicBoolean();

    /** A machine on which a thread that sleeps does not run again before the test lets it, once for each permit. */
    private static final class BusyMachine implements Parker {
        private final Semaphore asleep = new Semaphore(0);
        private final Semaphore running = new Semaphore(0);

        @Override
        public void park(Word word, int expected, long nanos) {
            asleep.release();
            try {
                assertThat(running.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void wake(Word word, long waiters, boolean all) {}

        @Override
        public String name() {
            return "busy machine";
        }

        @Override
        public void close() {}
    }

    private CompletableFuture<Boolean> startWaiter() throws InterruptedException {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                result.complete(event.await(condition::get, Deadline.NEVER));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        waiter.setDaemon(true);
        waiter.start();
        awaitAsleep();
        return result;
    }

    private void awaitAsleep() throws InterruptedException {
        assertThat(machine.asleep.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void assertRescues(CompletableFuture<Boolean> waiter, int expected) throws Exception {
        waits.rescue();
        waits.rescue();
        machine.running.release();
        assertThat(waiter.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(waits.rescues()).isEqualTo(expected);
    }

    @Test
    void aWaiterThatNobodySignalledIsRescued() throws Exception {
        CompletableFuture<Boolean> waiter = startWaiter();
        condition.set(true);
        assertRescues(waiter, 1);
    }

    @Test
    void aWaiterThatWasSignalledAndIsLateIsNotCounted() throws Exception {
        CompletableFuture<Boolean> waiter = startWaiter();
        condition.set(true);
        event.signal();
        assertRescues(waiter, 0);
    }

    @Test
    void aWaiterThatWasSignalledWithAllAndIsLateIsNotCounted() throws Exception {
        CompletableFuture<Boolean> waiter = startWaiter();
        condition.set(true);
        event.signalAll();
        assertRescues(waiter, 0);
    }

    @Test
    void aWaiterWhoseConditionDoesNotHoldIsLeftAlone() throws Exception {
        CompletableFuture<Boolean> waiter = startWaiter();
        waits.rescue();
        waits.rescue();
        assertThat(waiter).isNotDone();
        condition.set(true);
        event.signal();
        assertRescues(waiter, 0);
    }

    /** What it waits for was there for a moment at each of two ticks; in between it was woken, and others were quicker. */
    @Test
    void aWaiterThatHasCheckedBetweenTwoTicksIsNotCounted() throws Exception {
        CompletableFuture<Boolean> waiter = startWaiter();
        condition.set(true);
        waits.rescue();
        condition.set(false);
        event.signal();
        machine.running.release();
        awaitAsleep();
        condition.set(true);
        waits.rescue();
        event.signal();
        machine.running.release();
        assertThat(waiter.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(waits.rescues()).isZero();
    }

    @Test
    void theSafetyNetRunsNothingThatIsTheWaitersOwn() throws Exception {
        AtomicBoolean mayBe = new AtomicBoolean();
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                Thread me = Thread.currentThread();
                result.complete(event.await(
                        () -> {
                            assertThat(Thread.currentThread()).isSameAs(me);
                            return condition.get();
                        },
                        mayBe::get,
                        Deadline.NEVER));
            } catch (InterruptedException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        waiter.setDaemon(true);
        waiter.start();
        awaitAsleep();
        condition.set(true);
        waits.rescue();
        waits.rescue();
        mayBe.set(true);
        assertRescues(result, 1);
    }
}
