package dev.multiproc.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.testing.LeavesNothingBehind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break, and servers that are gone for a while or for good. */
@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
@SuppressWarnings("LockNotBeforeTry") // Where an unlock is missed the test has failed.
class LostConnectionTest {
    private static final int STEPS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path directory;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void nothingIsLostAndNothingIsDoneTwice() throws Exception {
        try (RedisServer server = RedisServer.start();
                Multiprocessing mp = Multiprocessing.open(server.session("cut", ""))) {
            SharedLong count = mp.sharedLong(0);
            SharedSemaphore permits = mp.semaphore(0);
            SharedLock lock = mp.lock();
            SharedLatch latch = mp.latch(2 * STEPS + 5);
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                workers.add(threads.submit(() -> {
                    for (int step = 0; step < STEPS; step++) {
                        count.incrementAndGet();
                        permits.release();
                        lock.lock();
                        lock.unlock();
                        latch.countDown();
                    }
                }));
            }
            int cuts = 0;
            while (!workers.stream().allMatch(Future::isDone)) {
                assertThat(server.command("CLIENT KILL TYPE normal SKIPME yes")).startsWith(":");
                cuts++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            for (Future<?> worker : workers) {
                get(worker);
            }
            assertThat(cuts).isPositive();
            assertThat(count.get()).isEqualTo(2 * STEPS);
            assertThat(permits.availablePermits()).isEqualTo(2 * STEPS);
            assertThat(latch.getCount()).isEqualTo(5);
            assertThat(lock.isLocked()).isFalse();
        }
    }

    private <T> Future<T> begin(Callable<T> wait) {
        return threads.submit(wait);
    }

    /** The messages are lost; those who wait find out by themselves. */
    @Test
    void whoWaitsIsWokenThoughTheConnectionForMessagesBreaks() throws Exception {
        URI address = RedisServer.newSession("");
        try (Multiprocessing one = Multiprocessing.open(address);
                Multiprocessing other = Multiprocessing.open(address)) {
            SharedLock held = one.lock("lock");
            SharedEvent event = one.event("event");
            SharedBarrier barrier = one.barrier("barrier", 2);
            SharedSemaphore permits = one.semaphore("permits", 0);
            held.lock();
            SharedLock lock = other.lock("lock");
            SharedBarrier sameBarrier = other.barrier("barrier", 2);
            List<Future<?>> waits = new ArrayList<>(List.of(
                    begin(() -> lock.tryLock(1, TimeUnit.MINUTES)),
                    begin(() -> other.event("event").await(PATIENCE)),
                    begin(() -> sameBarrier.await()),
                    begin(() -> other.semaphore("permits", 0).tryAcquire(2, PATIENCE))));
            await().until(() -> barrier.getNumberWaiting() == 1);
            ((RedisSession) other).hearNothing();
            held.unlock();
            event.set();
            event.clear();
            assertThat(barrier.await()).isZero();
            permits.release(2);
            for (Future<?> wait : waits) {
                assertThat(get(wait)).isIn(true, 1);
            }
            assertThat(((RedisSession) other).rescues()).isPositive();
        }
    }

    @Test
    void aServerThatComesBackWithItsFileIsGoneOnWith() throws Exception {
        try (RedisServer server = RedisServer.start(
                        "--appendonly", "yes", "--appendfsync", "always", "--dir", directory.toString());
                Multiprocessing mp = Multiprocessing.open(server.session("restart", "&lease=1s"))) {
            SharedLock lock = mp.lock();
            SharedLong count = mp.sharedLong(41);
            SharedEvent event = mp.event();
            lock.lock();
            Future<Boolean> wait = begin(() -> event.await(PATIENCE));
            server.close();
            AtomicBoolean isAsked = new AtomicBoolean();
            Future<Long> increment = begin(() -> {
                isAsked.set(true);
                return count.incrementAndGet();
            });
            await().untilTrue(isAsked);
            server.begin();
            assertThat(get(increment)).isEqualTo(42);
            assertThat(wait.isDone()).isFalse();
            event.set();
            assertThat(get(wait)).isTrue();
            assertThat(lock.isLocked()).isTrue();
            lock.unlock();
            assertThat(lock.isLocked()).isFalse();
        }
    }

    @Test
    void aServerThatIsGoneForGoodIsSaidAfterTheTimeLimit() throws Exception {
        RedisServer server = RedisServer.start();
        try (Multiprocessing mp = Multiprocessing.open(server.session("gone", "&timeout=1s"))) {
            SharedEvent event = mp.event();
            SharedLock lock = mp.lock();
            Future<Throwable> wait = begin(() -> failure(event));
            server.close();
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(lock::lock)
                    .withMessageContaining("has not answered for 1000 ms")
                    .withMessageContaining("session=gone");
            assertThat(get(wait)).isInstanceOf(MultiprocessingException.class);
        } finally {
            server.close();
        }
    }

    private static Throwable failure(SharedEvent event) {
        try {
            event.await();
            return null;
        } catch (MultiprocessingException | InterruptedException e) {
            return e;
        }
    }
}
