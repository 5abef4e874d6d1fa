package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * A waiter that has had a wake-up too many, or for others, hands it on. Nobody else wakes them here: there is no janitor.
 */
class HandedOnWakeUpTest {
    private static final int PATIENCE_SECONDS = 20;
    private static final int SLOTS = 65;

    private final MappedRegion region = MappedRegion.onHeapOutside(EventCount.LENGTH);
    private final AtomicInteger items = new AtomicInteger();

    /** A process, as far as an event knows it. */
    private final class Taker {
        final Waits waits;
        final EventCount event;
        /** Run once, by the first who looks at his condition after waking up. */
        private final Runnable hook;

        private FutureTask<Boolean> call;
        private Thread thread;

        Taker(int slot, Runnable hook) {
            Parker parker = Parkers.choose(Parkers.Choice.AUTO, WakeUpChannels.alone());
            waits = new Waits(slot, () -> parker, suspect -> {}, () -> SLOTS);
            event = new EventCount(region, 0, waits);
            this.hook = hook;
        }

        /** Starts to wait for an item, which it takes, and waits until it sleeps. */
        Taker sleep() {
            AtomicBoolean isAsleep = new AtomicBoolean();
            BooleanSupplier hasItem = () -> {
                if (isAsleep.getAndSet(false)) {
                    hook.run();
                }
                return items.get() > 0;
            };
            call = new FutureTask<>(() -> {
                while (event.await(hasItem, Deadline.NEVER)) {
                    int now = items.get();
                    if (now > 0 && items.compareAndSet(now, now - 1)) {
                        return true;
                    }
                }
                return false;
            });
            thread = new Thread(call, "taker");
            thread.setDaemon(true);
            thread.start();
            await().until(this::isParked);
            isAsleep.set(true);
            return this;
        }

        private boolean isParked() {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (frame.getMethodName().equals("park")) {
                    return true;
                }
            }
            return false;
        }

        void checkTook() throws Exception {
            assertThat(call.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void put(EventCount event) {
        items.incrementAndGet();
        event.signal();
    }

    @Test
    void theSecondOfTwoSignalsToOneWakesTheOther() throws Exception {
        AtomicBoolean isSecondPut = new AtomicBoolean();
        EventCount putter = new Taker(9, () -> {}).event;
        Runnable secondPut = () -> {
            if (isSecondPut.compareAndSet(false, true)) {
                put(putter);
            }
        };
        Taker one = new Taker(0, secondPut).sleep();
        Taker other = new Taker(1, secondPut).sleep();
        put(putter);
        one.checkTook();
        other.checkTook();
    }

    @Test
    void whoLeavesThinksOfAProcessWithTheSameBit() throws Exception {
        EventCount putter = new Taker(9, () -> {}).event;
        Taker one = new Taker(0, () -> {}).sleep();
        Taker other = new Taker(SLOTS - 1, () -> {}).sleep();
        put(putter);
        await().until(() -> one.call.isDone() || other.call.isDone());
        put(putter);
        one.checkTook();
        other.checkTook();
    }
}
