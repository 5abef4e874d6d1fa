package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that share a session, and mostly a pool of two workers; and what their tasks do. */
@ExtendWith(LeavesNothingBehind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class PoolScene {
    /** For what takes a moment on a machine that is not busy. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    Multiprocessing mp;
    ProcessPool pool;

    @BeforeAll
    final void open() {
        mp = Multiprocessing.open();
        pool = mp.pool(options());
    }

    PoolOptions options() {
        return PoolOptions.workers(2);
    }

    @AfterAll
    final void close() {
        pool.close();
        mp.close();
    }

    // ---------------------------------------------------------------- what a test does

    static <T> T get(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for a task that fails. */
    static Throwable failure(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            Object result = get(future);
            throw new AssertionError("the task has a result: " + result);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    static WorkerDiedException death(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        Throwable failure = failure(future);
        assertThat(failure).isInstanceOf(WorkerDiedException.class);
        return (WorkerDiedException) failure;
    }

    static void assertWorks(ProcessPool pool) throws Exception {
        assertThat(get(pool.submit(() -> 6 * 7))).isEqualTo(42);
    }

    static void assertEnds(ProcessPool pool) throws InterruptedException {
        assertThat(pool.awaitTermination(PATIENCE)).as("the pool ends").isTrue();
    }

    static void awaitGone(long pid) {
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    /** A task that has begun, and does not end; it heeds interrupts. */
    final CompletableFuture<Void> begin(ProcessPool runner) throws InterruptedException {
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<Void> future = runner.submit(() -> waitForEver(begun));
        assertThat(begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        return future;
    }

    /** A task that has begun, and goes on though it is interrupted. */
    final CompletableFuture<Void> beginStubborn(ProcessPool runner) throws InterruptedException {
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<Void> future = runner.submit(() -> goOnForEver(begun));
        assertThat(begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        return future;
    }

    // ---------------------------------------------------------------- what a task does

    static long pid() {
        return ProcessHandle.current().pid();
    }

    static Void waitForEver(SharedQueue<Long> begun) throws InterruptedException {
        begun.add(pid());
        new CountDownLatch(1).await();
        return null;
    }

    static Void goOnForEver(SharedQueue<Long> begun) {
        begun.add(pid());
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // It does not heed that: this is what the test is about.
                begun.add(-1L);
            }
        }
    }

    /** Ends the process that runs this, as if somebody else did. */
    static int killMyself() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-9", Long.toString(pid())).start().waitFor();
        new CountDownLatch(1).await();
        return 0;
    }
}
