package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One thread waits at several events and takes nothing. Nobody is rescued here: there is no janitor. */
@Timeout(60)
@ExtendWith(LeavesNothingBehind.class)
class MultiWaitTest {
    private static final int EVENTS = 2;
    private static final long PATIENCE_SECONDS = 20;

    private final MappedRegion region = MappedRegion.onHeapOutside(EVENTS * EventCount.LENGTH);
    private final AtomicInteger[] items = {new AtomicInteger(), new AtomicInteger()};

    private final List<Waits> opened = new ArrayList<>();

    @AfterEach
    void stopListeners() {
        opened.forEach(Waits::stopWaking);
    }

    /** A process, as far as an event knows it. */
    private final class Side {
        final Waits waits;
        final EventCount[] events = new EventCount[EVENTS];

        Side(int slot) {
            Parker parker = Parkers.choose(Parkers.Choice.AUTO, WakeUpChannels.alone());
            waits = new Waits(slot, () -> parker, suspect -> {}, () -> Parker.BITS);
            opened.add(waits);
            for (int i = 0; i < EVENTS; i++) {
                events[i] = new EventCount(region, i * EventCount.LENGTH, waits);
            }
        }

        void put(int event) {
            items[event].incrementAndGet();
            events[event].signal();
        }
    }

    private class Items implements Readiness {
        private final Side process;
        private final int event;

        Items(Side process, int event) {
            this.process = process;
            this.event = event;
        }

        @Override
        public EventCount event() {
            return process.events[event];
        }

        @Override
        public boolean isReady() {
            return items[event].get() > 0;
        }

        @Override
        public boolean mayBeReady() {
            return isReady();
        }
    }

    private static FutureTask<Boolean> start(MultiWait wait) {
        FutureTask<Boolean> task = new FutureTask<>(() -> wait.await(Deadline.NEVER));
        startAndPark(task);
        return task;
    }

    private static void startAndPark(FutureTask<?> task) {
        Thread thread = new Thread(task, "waiter");
        thread.setDaemon(true);
        thread.start();
        await().until(() -> List.of(thread.getStackTrace()).toString().contains("park"));
    }

    /** A signal cleared the bit of a thread that was awake, and that thread set it again and left for another reason. */
    @Test
    void aSignalThatComesBeforeTheBitIsSetAgainGoesOn() throws Exception {
        Side waiter = new Side(1);
        Side taker = new Side(0);
        AtomicReference<Runnable> hook = new AtomicReference<>(() -> {});
        Readiness hooked = new Items(waiter, 1) {
            @Override
            public EventCount event() {
                hook.getAndSet(() -> {}).run();
                return super.event();
            }
        };
        FutureTask<Boolean> both =
                start(new MultiWait(waiter.waits, List.of(new Items(waiter, 0), hooked), () -> false));
        FutureTask<Boolean> single =
                new FutureTask<>(() -> taker.events[0].await(() -> items[0].get() > 0, Deadline.NEVER));
        startAndPark(single);
        // Runs when the woken thread is no longer among the sleepers of the first event: the bit is chosen that is
        // next.
        hook.set(() -> waiter.put(0));
        waiter.put(1);
        assertThat(both.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(single.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** A thread that waits for a lock is unparked in vain. */
    @Test
    void whoIsPickedWhileItEntersTheListOfAnotherEventDoesNotSleep() throws Exception {
        Side process = new Side(1);
        CountDownLatch isLocked = new CountDownLatch(1);
        CountDownLatch mayUnlock = new CountDownLatch(1);
        // Conditions are checked under the lock of the event's waiters.
        Readiness holdsLock = new Items(process, 1) {
            @Override
            public boolean mayBeReady() {
                isLocked.countDown();
                try {
                    assertThat(mayUnlock.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                            .isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return isReady();
            }
        };
        FutureTask<Boolean> first = start(new MultiWait(process.waits, List.of(holdsLock), () -> false));
        Thread signaller = new Thread(process.events[1]::signal, "signaller");
        signaller.start();
        isLocked.await();
        FutureTask<Boolean> both =
                start(new MultiWait(process.waits, List.of(new Items(process, 0), new Items(process, 1)), () -> false));
        process.put(0);
        mayUnlock.countDown();
        assertThat(both.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        signaller.join();
        process.put(1);
        assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
