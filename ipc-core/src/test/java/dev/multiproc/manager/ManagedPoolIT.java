package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.queue.SharedQueue;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A pool whose workers are children of the manager's process. */
class ManagedPoolIT extends ManagerScene {
    @Test
    void manyProcessesUseIt() throws Exception {
        ManagedMap<String, Integer> sums = manager.map();
        try (ManagedPool pool = manager.pool(2)) {
            assertThat(pool.<Integer, Integer>map(x -> x * x, List.of(1, 2, 3))).containsExactly(1, 4, 9);
            long parent = pool.apply(
                    () -> Multiprocessing.parentProcess().orElseThrow().pid());
            assertThat(parent).isEqualTo(manager.pid());
            ManagedPool.Result<Integer> result = pool.submit(() -> sums.merge("a", 1, Integer::sum));
            inChildren(() -> {
                result.get(30, TimeUnit.SECONDS);
                pool.apply(() -> sums.merge("a", 1, Integer::sum));
            });
            assertThat(result.isDone()).isTrue();
            assertThat(result.get()).isEqualTo(1);
            assertThat(sums).containsEntry("a", 2);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> pool.apply(() -> Integer.parseInt("x")))
                    .withCauseInstanceOf(NumberFormatException.class);
            pool.close();
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.submit(() -> 1));
        }
    }

    @Test
    void aPoolHasOptionsAndGivesResultsOneByOne() throws Exception {
        ManagedMap<String, Integer> done = manager.map();
        try (ManagedPool pool =
                manager.pool(() -> PoolOptions.workers(1).withName("named").withRetries(0))) {
            assertThat(pool.<String>apply(() -> Multiprocessing.currentProcess().name()))
                    .isEqualTo("named-worker-1");
            int[] read = {0};
            Iterable<Integer> endless =
                    () -> IntStream.iterate(0, i -> i + 1).peek(i -> read[0]++).iterator();
            Iterator<Integer> results = pool.imap(
                    i -> {
                        done.merge("done", 1, Integer::sum);
                        return 12 / (3 - i);
                    },
                    endless,
                    2);
            assertThat(read[0]).isZero();
            assertThat(List.of(results.next(), results.next(), results.next())).containsExactly(4, 6, 12);
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(results::next)
                    .withCauseInstanceOf(ArithmeticException.class);
            assertThat(results.next()).isEqualTo(-12);
            assertThat(read[0]).isBetween(5, 6);
            assertThat(done.get("done")).isBetween(5, 6);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(results::next)
                    .withCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(List.of(results.next(), results.next())).containsExactly(-6, -4);
            Iterator<Integer> none = pool.imap((Integer i) -> i, List.of(), 5);
            assertThat(none.hasNext()).isFalse();
        }
    }

    @Test
    void workersHaveNoChildrenAndEndWithTheKilledManager() throws Exception {
        Manager killed = mp.manager();
        ManagedPool pool = killed.pool(1);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pool.apply(() -> {
                    Multiprocessing.current().process(() -> {}).start();
                    return 0;
                }))
                .withMessageContaining("not allowed to have children");
        SharedQueue<Long> pids = mp.queue();
        SharedQueue<Integer> never = mp.queue();
        CompletableFuture<Integer> call = Calls.callAsync(
                pool,
                p -> p.apply(() -> {
                    pids.put(ProcessHandle.current().pid());
                    return never.take();
                }));
        ProcessHandle worker = ProcessHandle.of(pids.poll(PATIENCE)).orElseThrow();
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .withCauseInstanceOf(ManagerException.class);
        await().atMost(PATIENCE).until(() -> !worker.isAlive());
        killed.close();
    }
}
