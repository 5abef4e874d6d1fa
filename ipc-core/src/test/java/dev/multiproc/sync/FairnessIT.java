package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Four processes want the same thing all the time: none gets less than a quarter of its share. */
@ExtendWith(LeavesNothingBehind.class)
@SuppressWarnings("LockNotBeforeTry") // There is nothing between.
class FairnessIT {
    private static final int PROCESSES = 4;
    private static final long SECONDS = Long.getLong("fairness.seconds", 2);

    private Multiprocessing mp;

    @BeforeEach
    void open() {
        mp = Multiprocessing.open();
    }

    @AfterEach
    void close() {
        mp.close();
    }

    private void assertFair(Actor.Action use) throws InterruptedException {
        SharedQueue<String> ready = mp.queue();
        SharedQueue<String> cues = mp.queue();
        SharedQueue<Long> counts = mp.queue();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            children.add(mp.process(() -> {
                        ready.put("ready");
                        cues.take();
                        long count = 0;
                        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
                        for (; System.nanoTime() < end; count++) {
                            use.run();
                        }
                        counts.put(count);
                    })
                    .start());
        }
        for (int i = 0; i < PROCESSES; i++) {
            ready.take();
        }
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            cues.put("go");
        }
        for (int i = 0; i < PROCESSES; i++) {
            all.add(counts.take());
        }
        for (ChildProcess child : children) {
            child.join();
        }
        System.out.println("uses of each process: " + all);
        long share = all.stream().mapToLong(Long::longValue).sum() / PROCESSES;
        assertThat(all).allMatch(count -> count >= share / 4);
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLockHeldForAMoment() throws InterruptedException {
        SharedLock lock = mp.lock();
        assertFair(() -> {
            lock.lock();
            lock.unlock();
        });
    }

    @Test
    void aLockHeldForAWhile() throws InterruptedException {
        SharedLock lock = mp.lock();
        assertFair(() -> {
            lock.lock();
            try {
                spin(300_000);
            } finally {
                lock.unlock();
            }
        });
    }

    @Test
    void aSemaphoreOfOnePermit() throws InterruptedException {
        SharedSemaphore semaphore = mp.semaphore(1);
        assertFair(() -> {
            semaphore.acquire();
            semaphore.release();
        });
    }

    @Test
    void aSemaphoreWhosePermitsAreOwned() throws InterruptedException {
        SharedSemaphore semaphore = mp.semaphore(2);
        assertFair(() -> {
            try (OwnedPermits permit = semaphore.acquireOwned()) {
                spin(50_000);
            }
        });
    }

    @Test
    void aReadWriteLockThatHalfReadAndHalfWrite() throws InterruptedException {
        SharedReadWriteLock lock = mp.readWriteLock();
        assertFair(() -> {
            Lock mine = ProcessHandle.current().pid() % 2 == 0 ? lock.readLock() : lock.writeLock();
            mine.lock();
            try {
                spin(20_000);
            } finally {
                mine.unlock();
            }
        });
    }
}
