package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Single tasks: their results, and what becomes of those that nobody wants any more. */
class PoolSubmitIT extends PoolScene {
    /** On a busy machine a task needs a while to heed its interrupt. */
    private static final Duration GRACE = Duration.ofMillis(1500);

    @Override
    PoolOptions options() {
        return PoolOptions.workers(2).withCancelGrace(GRACE);
    }

    // ---------------------------------------------------------------- tasks and results

    /** A task that is a record. */
    record Sum(int first, int second) implements Task<Integer> {
        @Override
        public Integer call() {
            return first + second;
        }
    }

    @Test
    void aTaskIsALambdaAMethodReferenceOrARecord() throws Exception {
        int captured = 20;
        assertThat(get(pool.submit(() -> captured + 1))).isEqualTo(21);
        assertThat(get(pool.submit(PoolScene::pid))).isNotEqualTo(pid());
        assertThat(get(pool.submit(new Sum(1, 2)))).isEqualTo(3);
    }

    @Test
    void aTaskWithoutAResultHasNull() throws Exception {
        SharedQueue<String> done = mp.queue();
        VoidTask task = () -> done.add("done");
        assertThat(get(pool.submit(task))).isNull();
        assertThat(done.poll()).isEqualTo("done");
        assertThat(get(pool.<String>submit(() -> null))).isNull();
    }

    @Test
    void aRunnableHasTheResultThatItsCallerKeeps() throws Exception {
        Object result = new Object();
        VoidTask task = () -> {};
        assertThat(get(pool.submit(task, result))).isSameAs(result);
    }

    @Test
    void whatCannotBeSerializedIsRefusedByName() {
        Thread mine = Thread.currentThread();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.submit(() -> mine.getName()))
                .withMessageContaining("java.lang.Thread");
        assertThatNullPointerException().isThrownBy(() -> pool.submit((Task<?>) null));
    }

    @Test
    void sharedObjectsArriveAsThemselves() throws Exception {
        SharedQueue<String> queue = mp.queue();
        get(pool.submit(() -> queue.add("from a worker")));
        assertThat(queue.poll()).isEqualTo("from a worker");
        assertThat(get(pool.submit(() -> queue))).isEqualTo(queue);
    }

    @Test
    void aLargeTaskAndALargeResult() throws Exception {
        byte[] large = new byte[5_000_000];
        large[4_999_999] = 7;
        assertThat(get(pool.submit(() -> large))).isEqualTo(large);
    }

    /** There are 4096 places for those on their way. */
    @Test
    void moreTasksThanPlaces() throws Exception {
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            int number = i;
            futures.add(pool.submit(() -> number));
        }
        for (int i = 0; i < futures.size(); i++) {
            assertThat(get(futures.get(i))).isEqualTo(i);
        }
    }

    // ---------------------------------------------------------------- execute

    @Test
    void whatIsExecutedIsDone() throws Exception {
        SharedQueue<Long> done = mp.queue();
        pool.execute(() -> done.add(pid()));
        assertThat(done.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotEqualTo(pid());
    }

    @Test
    void aFailureThatNobodyWaitsForGoesToTheHandler() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> seen.set(failure));
        try {
            pool.execute(() -> {
                throw new IllegalStateException("executed");
            });
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> seen.get() != null);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(seen.get()).isInstanceOf(IllegalStateException.class).hasMessage("executed");
    }

    // ---------------------------------------------------------------- cancel

    @Test
    void aTaskThatRunsIsInterruptedAndItsWorkerLives() throws Exception {
        try (ProcessPool patient = mp.pool(PoolOptions.workers(1).withCancelGrace(PATIENCE))) {
            long worker = get(patient.submit(PoolScene::pid));
            CompletableFuture<Void> future = begin(patient);
            assertThat(future.cancel(true)).isTrue();
            assertThat(future).isCancelled();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
            assertThat(get(patient.submit(PoolScene::pid))).isEqualTo(worker);
        }
    }

    @Test
    void aTaskThatGoesOnLosesItsWorker() throws Exception {
        try (ProcessPool quick = mp.pool(PoolOptions.workers(1).withCancelGrace(Duration.ZERO))) {
            beginStubborn(quick).cancel(true);
            await().atMost(PATIENCE).until(() -> quick.statistics().workersDied() == 1);
            assertWorks(quick);
        }
    }

    @Test
    void aTaskThatWaitsIsCancelledAndNeverBegun() throws Exception {
        CompletableFuture<Void> first = begin(pool);
        CompletableFuture<Void> second = begin(pool);
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<Void> third = pool.submit(() -> waitForEver(begun));
        assertThat(third.cancel(false)).isTrue();
        first.cancel(true);
        second.cancel(true);
        assertWorks(pool);
        assertThat(begun).isEmpty();
    }

    @Test
    void aTaskThatIsCancelledGentlyGoesOn() throws Exception {
        SharedQueue<String> go = mp.queue();
        SharedQueue<String> done = mp.queue();
        CompletableFuture<Boolean> future = pool.submit(() -> {
            done.put("begun");
            return done.add(go.take());
        });
        assertThat(done.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("begun");
        future.cancel(false);
        assertThat(future).isCancelled();
        go.put("went on");
        assertThat(done.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("went on");
    }

    @Test
    void aCancelAfterTheEndDoesNothing() throws Exception {
        CompletableFuture<Integer> future = pool.submit(() -> 1);
        get(future);
        assertThat(future.cancel(true)).isFalse();
        assertThat(get(future)).isOne();
    }

    /** It is not taken for one that goes on. */
    @Test
    void aTaskThatEndsWhileItIsCancelledCostsNoWorker() throws Exception {
        get(pool.submit(() -> 1));
        int before = pool.statistics().workersDied();
        for (int i = 0; i < 300; i++) {
            CompletableFuture<Integer> future = pool.submit(() -> 1);
            if (i % 3 > 0) {
                assertWorks(pool);
            }
            future.cancel(true);
        }
        await().pollDelay(GRACE.plusMillis(100)).atMost(PATIENCE).untilAsserted(() -> assertWorks(pool));
        assertThat(pool.statistics().workersDied()).isEqualTo(before);
    }

    // ---------------------------------------------------------------- several

    @Test
    void invokeAllWaitsForAll() throws Exception {
        List<Callable<Integer>> tasks = List.of(new Sum(1, 1), new Sum(2, 2), new Sum(3, 3));
        List<Integer> results = new ArrayList<>();
        for (Future<Integer> future : pool.invokeAll(tasks)) {
            assertThat(future).isDone();
            results.add(future.get());
        }
        assertThat(results).containsExactly(2, 4, 6);
    }

    @Test
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        Task<Void> endless = () -> waitForEver(begun);
        Task<Void> quick = () -> null;
        get(pool.submit(() -> 1));
        List<Future<Void>> futures = pool.invokeAll(List.of(quick, endless), 1, TimeUnit.SECONDS);
        assertThat(futures).allMatch(Future::isDone);
        assertThat(futures.get(1)).isCancelled();
        assertWorks(pool);
    }

    @Test
    void invokeAnyGivesTheFirstGoodResultAndCancelsTheRest() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        Task<Integer> endless = () -> {
            waitForEver(begun);
            return 0;
        };
        Task<Integer> bad = () -> {
            throw new IllegalStateException("bad");
        };
        assertThat(pool.invokeAny(List.of(endless, bad, new Sum(4, 4)))).isEqualTo(8);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pool.invokeAny(List.of(bad, bad)))
                .withCauseInstanceOf(IllegalStateException.class);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> pool.invokeAny(List.of(endless), 50, TimeUnit.MILLISECONDS));
        assertThatIllegalArgumentException().isThrownBy(() -> pool.invokeAny(List.<Task<Integer>>of()));
        assertWorks(pool);
    }

    // ---------------------------------------------------------------- callers

    @Test
    void anInterruptedThreadMaySubmit() throws Exception {
        Thread.currentThread().interrupt();
        CompletableFuture<Integer> future = pool.submit(() -> 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(get(future)).isOne();
    }

    @Test
    void aThreadThatWaitsIsInterrupted() throws Exception {
        // A task that has ended is not waited for, so these go on until they are cancelled.
        Task<Integer> endless = () -> {
            new CountDownLatch(1).await();
            return 0;
        };
        CompletableFuture<Integer> future = pool.submit(endless);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(future::get);
        future.cancel(true);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> pool.map(PoolSubmitIT::endless, List.of(1, 2)));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pool.invokeAll(List.of(endless)));
        assertWorks(pool);
    }

    private static int endless(int input) throws InterruptedException {
        new CountDownLatch(1).await();
        return input;
    }

    /** As many tasks wait as the ForkJoinPool has threads, and more. */
    @Test
    void tasksOfAForkJoinPoolMayWait() throws Exception {
        ForkJoinPool threads = new ForkJoinPool(2);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                all.add(threads.submit(() -> pool.submit(() -> number).join()));
            }
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(i);
            }
        } finally {
            threads.shutdown();
        }
    }
}
