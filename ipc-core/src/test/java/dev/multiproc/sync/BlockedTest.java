package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.internal.session.Rescues;
import dev.multiproc.testing.LeavesNothingBehind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread in each call that blocks: it costs nothing, and ends when the session does. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(
        value = Options.WaitStrategy.class,
        names = {"AUTO", "SOCKET"})
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // They block for ever.
class BlockedTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);
    /** A pause or two of a poll, and first calls of code that is not compiled. */
    private static final Duration LITTLE = Duration.ofMillis(150);

    private final Options.WaitStrategy strategy;
    private Multiprocessing session;
    private final Map<Thread, CompletableFuture<String>> blocked = new LinkedHashMap<>();

    BlockedTest(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void block() {
        session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
        SharedLock lock = session.lock();
        lock.lock();
        SharedLock free = session.lock();
        SharedCondition condition = free.newCondition();
        SharedSemaphore semaphore = session.semaphore(0);
        SharedReadWriteLock written = session.readWriteLock();
        written.writeLock().lock();
        SharedReadWriteLock read = session.readWriteLock();
        read.readLock().lock();
        block("lock", lock::lock);
        block("lockInterruptibly", lock::lockInterruptibly);
        block("timed tryLock", () -> lock.tryLock(1_000, SECONDS));
        block("condition await", () -> {
            free.lock();
            condition.await();
        });
        block("condition awaitUninterruptibly", () -> {
            free.lock();
            condition.awaitUninterruptibly();
        });
        block("acquire", semaphore::acquire);
        block("acquire of several", () -> semaphore.acquire(2));
        block("another acquire of several", () -> semaphore.acquire(3));
        block("acquireUninterruptibly", semaphore::acquireUninterruptibly);
        block("acquireOwned", semaphore::acquireOwned);
        block("event await", () -> session.event("event").await());
        block("latch await", () -> session.latch("latch", 1).await());
        block("barrier await", () -> session.barrier("barrier", 2).await());
        block("read lock", () -> written.readLock().lock());
        block("write lock while it is written", () -> written.writeLock().lock());
        block("write lock while it is read", () -> read.writeLock().lock());
        Awaitility.await().until(() -> blocked.keySet().stream().allMatch(BlockedTest::isAsleep));
    }

    private void block(String name, ThrowingCallable call) {
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        call.call();
                        end.complete("returned");
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        blocked.put(thread, end);
    }

    private static boolean isAsleep(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("park"));
    }

    @AfterEach
    void close() {
        session.close();
        blocked.clear();
    }

    private static boolean sleepsLightly(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith("PollingParker$Poll"));
    }

    @Test
    void whoWaitsUsesNoProcessor() {
        // They poll during the start phase.
        Awaitility.await().until(() -> blocked.keySet().stream().noneMatch(BlockedTest::sleepsLightly));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = cpuNanos(threads);
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        assertThat(Duration.ofNanos(cpuNanos(threads) - before)).isLessThan(LITTLE);
        assertThat(blocked.values()).noneMatch(CompletableFuture::isDone);
        assertThat(Rescues.in(session)).isZero();
    }

    private long cpuNanos(ThreadMXBean threads) {
        return blocked.keySet().stream()
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
                .sum();
    }

    @Test
    void theEndOfTheSessionEndsEveryWait() {
        session.close();
        blocked.forEach((thread, end) -> assertThat(end)
                .as(thread.getName())
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("closed"));
    }
}
