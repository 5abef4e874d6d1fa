package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConditionInThreadsTest extends ConditionContract {
    private static final int CROWD = 8;
    private static final int SIGNALS = 20_000;

    /** What the crowd has to do. */
    private static final AtomicInteger ITEMS = new AtomicInteger();

    private static final AtomicInteger TAKEN = new AtomicInteger();

    @Override
    Cast cast() {
        return Cast.ofThreads();
    }

    /** A signal for one is seen by another who wakes too: it must not keep it for itself. */
    @Test
    void aCrowdOfThreadsLosesNoSignal() throws InterruptedException {
        SharedLock lock = mp.lock();
        SharedCondition notEmpty = lock.newCondition();
        SharedCondition allTaken = lock.newCondition();
        for (int i = 0; i < CROWD; i++) {
            Actor member = hireAnother();
            member.beginTo(() -> {
                while (TAKEN.get() < SIGNALS) {
                    lock.lock();
                    try {
                        notEmpty.waitFor(() -> ITEMS.get() > 0 || TAKEN.get() == SIGNALS);
                        ITEMS.decrementAndGet();
                        if (TAKEN.incrementAndGet() >= SIGNALS) {
                            notEmpty.signalAll();
                        }
                        allTaken.signal();
                    } finally {
                        lock.unlock();
                    }
                }
            });
        }
        for (int sent = 0; sent < SIGNALS; sent++) {
            lock.lock();
            try {
                allTaken.waitFor(() -> ITEMS.get() < 3);
                ITEMS.incrementAndGet();
                notEmpty.signal();
            } finally {
                lock.unlock();
            }
        }
        lock.lock();
        try {
            allTaken.waitFor(() -> TAKEN.get() >= SIGNALS);
        } finally {
            lock.unlock();
        }
        assertThat(TAKEN.get()).isGreaterThanOrEqualTo(SIGNALS);
    }
}
