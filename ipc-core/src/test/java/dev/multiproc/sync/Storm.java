package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Threads that call what may block, over and over, and are interrupted a thousand times at random moments. */
final class Storm {
    private static final int INTERRUPTS = 1_000;
    private static final int LONGEST_PAUSE_NANOS = 200_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong interrupted = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> helpers = new ArrayList<>();

    /** Something that a thread does over and over. */
    interface Turn {
        void run() throws InterruptedException;
    }

    /** A thread that will be interrupted. */
    Storm with(Turn turn) {
        threads.add(thread(turn));
        return this;
    }

    /** A thread that is left in peace. */
    Storm helpedBy(Turn turn) {
        helpers.add(thread(turn));
        return this;
    }

    private Thread thread(Turn turn) {
        Thread thread = new Thread(() -> run(turn), "in-the-storm");
        thread.setDaemon(true);
        return thread;
    }

    private void run(Turn turn) {
        try {
            while (!isOver.get()) {
                try {
                    turn.run();
                    returned.incrementAndGet();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                }
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Lets it blow, and ends it: what still blocks then is interrupted once more. */
    void blow() {
        threads.forEach(Thread::start);
        helpers.forEach(Thread::start);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < INTERRUPTS; i++) {
            threads.get(random.nextInt(threads.size())).interrupt();
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
        isOver.set(true);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            threads.forEach(Thread::interrupt);
            helpers.forEach(Thread::interrupt);
            return threads.stream().noneMatch(Thread::isAlive)
                    && helpers.stream().noneMatch(Thread::isAlive);
        });
        assertThat(failure.get()).as("seed " + seed).isNull();
        assertThat(interrupted.get()).as("calls that were interrupted").isGreaterThan(INTERRUPTS / 50);
        assertThat(returned.get()).as("calls that returned").isPositive();
    }
}
