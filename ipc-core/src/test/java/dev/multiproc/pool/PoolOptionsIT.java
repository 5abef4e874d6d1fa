package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildOptions;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.Preload;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options do. Each test has a pool of its own, mostly of one worker. */
class PoolOptionsIT extends PoolScene {
    private static final PoolOptions ONE = PoolOptions.workers(1);

    private final List<ProcessPool> own = new ArrayList<>();

    private ProcessPool open(PoolOptions options) {
        ProcessPool opened = mp.pool(options);
        own.add(opened);
        return opened;
    }

    @AfterEach
    void endOwn() {
        own.forEach(ProcessPool::killWorkers);
        own.forEach(ProcessPool::close);
        own.clear();
    }

    // ---------------------------------------------------------------- start

    @Test
    void workersAreStartedWhenTheyAreNeeded() throws Exception {
        ProcessPool lazy = open(PoolOptions.workers(3));
        assertThat(lazy.statistics().workersStarted()).isZero();
        get(lazy.submit(() -> 1));
        assertThat(lazy.statistics().workersStarted()).isOne();
    }

    @Test
    void anEagerPoolStartsAllAtOnce() throws Exception {
        ProcessPool eager = open(PoolOptions.workers(2).withEagerStart(true).withName("oven"));
        assertThat(mp.activeChildren()).extracting(child -> child.name()).contains("oven-worker-1", "oven-worker-2");
        assertWorks(eager);
        assertThat(eager.statistics().workersStarted()).isEqualTo(2);
    }

    /** The first workers start in a directory that is gone when the next ones are started. */
    @Test
    void anEagerPoolThatCannotStartAllEndsThoseItHasStarted(@TempDir Path directory) throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        int before = mp.activeChildren().size();
        Thread remover = new Thread(() -> {
            while (mp.activeChildren().size() == before) {
                Thread.onSpinWait();
            }
            boolean unused = link.toFile().delete();
        });
        remover.start();
        PoolOptions options = PoolOptions.workers(200)
                .withEagerStart(true)
                .withChildOptions(ChildOptions.defaults().withWorkingDirectory(link));
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> mp.pool(options))
                .withMessageContaining("link");
        remover.join();
        await().atMost(PATIENCE).until(() -> mp.activeChildren().size() == before);
    }

    @Test
    void workersComeFromSparesAlsoThoseThatReplaceOthers() throws Exception {
        try (Multiprocessing session = Multiprocessing.open(Options.defaults().withSpares(1))) {
            ProcessHandle first = awaitSpare(Set.of());
            try (ProcessPool spared = session.pool(1)) {
                assertThat(get(spared.submit(PoolScene::pid))).isEqualTo(first.pid());
                ProcessHandle second = awaitSpare(Set.of(first.pid()));
                death(spared.submit(PoolScene::killMyself));
                assertThat(get(spared.submit(PoolScene::pid))).isEqualTo(second.pid());
            }
        }
    }

    private static ProcessHandle awaitSpare(Set<Long> others) {
        return await().atMost(PATIENCE)
                .until(
                        () -> ProcessHandle.current()
                                .children()
                                .filter(child -> !others.contains(child.pid()) && isSpare(child))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isSpare(ProcessHandle child) {
        return child.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains("dev.multiproc.internal.session.SpareMain"))
                .orElse(false);
    }

    @Test
    void childOptionsReachTheWorkers() throws Exception {
        ProcessPool flagged = open(ONE.withChildOptions(ChildOptions.defaults().withJvmArgs("-Dpool.test=seven")));
        assertThat(get(flagged.submit(() -> System.getProperty("pool.test")))).isEqualTo("seven");
    }

    /** Says when it is loaded. */
    static final class Loaded {
        static {
            System.setProperty("pool.loaded", "yes");
        }

        private Loaded() {}
    }

    @Test
    void classesAreLoadedBeforeTheFirstTask() throws Exception {
        ProcessPool loaded = open(ONE.withPreload(Preload.of(Loaded.class)));
        assertThat(get(loaded.submit(() -> System.getProperty("pool.loaded")))).isEqualTo("yes");
    }

    @Test
    void theInitializerMakesAStateForEachWorkerAndTheExitHookHasIt() throws Exception {
        SharedQueue<String> exits = mp.queue();
        ProcessPool stateful = open(ONE.withInitializer(
                        () -> new AtomicInteger(100 * PoolWorker.current().number()))
                .withExitHook(() -> exits.add(PoolWorker.current().name() + " had "
                        + PoolWorker.current().state(AtomicInteger.class).get()))
                .withName("bakery"));
        assertThat(get(stateful.submit(
                        () -> PoolWorker.current().state(AtomicInteger.class).incrementAndGet())))
                .isEqualTo(101);
        stateful.close();
        assertThat(exits.poll()).isEqualTo("bakery-worker-1 had 101");
        assertThat(stateful.statistics().workersDied()).isZero();
    }

    @Test
    void anInitializerThatFailsBreaksThePoolOnce() throws Exception {
        SharedInteger starts = mp.sharedInteger(0);
        ProcessPool broken = open(PoolOptions.workers(1).withInitializer(() -> {
            starts.incrementAndGet();
            throw new IllegalStateException("no flour");
        }));
        Throwable failure = failure(broken.submit(() -> 1));
        assertThat(failure).isInstanceOf(BrokenPoolException.class).hasMessageContaining("no flour");
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("no flour");
        assertEnds(broken);
        assertThat(starts.get()).isOne();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> broken.submit(() -> 1))
                .withMessageContaining("no flour")
                .withCauseInstanceOf(BrokenPoolException.class);
    }

    // ---------------------------------------------------------------- replaced workers

    @Test
    void aWorkerIsReplacedAfterItsTasks() throws Exception {
        ProcessPool recycling = open(ONE.withMaxTasksPerWorker(2));
        List<Long> pids = recycling.map(i -> pid(), List.of(1, 2, 3, 4, 5), Chunking.of(1));
        assertThat(pids.stream().distinct()).hasSize(3);
        assertThat(recycling.statistics().workersDied()).isZero();
    }

    @Test
    void anIdleWorkerLeavesAndAnotherComes() throws Exception {
        ProcessPool idle = open(ONE.withIdleTimeout(Duration.ofMillis(20)));
        long first = get(idle.submit(PoolScene::pid));
        awaitGone(first);
        assertThat(get(idle.submit(PoolScene::pid))).isNotEqualTo(first);
    }

    @Test
    void aWorkerOfTooMuchMemoryIsReplacedAfterItsTask() throws Exception {
        ProcessPool lean = open(ONE.withMemoryTarget(1));
        long first = get(lean.submit(PoolScene::pid));
        assertThat(get(lean.submit(PoolScene::pid))).isNotEqualTo(first);
        assertThat(lean.statistics().workersDied()).isZero();
    }

    private static int fill(int megabytes) throws InterruptedException {
        byte[][] all = new byte[megabytes][];
        for (int i = 0; i < megabytes; i++) {
            all[i] = new byte[1 << 20];
            // Else it may be of zeros that take no memory.
            Arrays.fill(all[i], (byte) i);
        }
        new CountDownLatch(1).await();
        return all.length;
    }

    @Test
    void aWorkerOfFarTooMuchMemoryIsKilled() throws Exception {
        long limit = 300 << 20;
        ProcessPool limited = open(ONE.withMemoryLimit(limit)
                .withChildOptions(ChildOptions.defaults().withMaxHeap(700 << 20)));
        WorkerDiedException death = death(limited.submit(() -> fill(350)));
        assertThat(death.reason()).isEqualTo(WorkerDiedException.Reason.MEMORY_LIMIT);
        assertThat(death).hasMessageContaining("limit=" + limit);
    }

    // ---------------------------------------------------------------- limits

    @Test
    void aTaskThatTakesTooLongFails() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        ProcessPool limited = open(ONE.withTimeLimit(Duration.ofMillis(200)));
        WorkerDiedException death = death(limited.submit(() -> goOnForEver(begun)));
        assertThat(death.reason()).isEqualTo(WorkerDiedException.Reason.TIME_LIMIT);
        assertThat(death.exitCode()).isEqualTo(-9);
        assertThat(death).hasMessageContaining("PT0.2S");
        await().atMost(PATIENCE).until(() -> limited.statistics().workersDied() == 1);
    }

    /** Both are too slow, but the worker is killed for one of them. */
    @Test
    void theNeighbourOfATaskThatTakesTooLongIsToldSo() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        ProcessPool limited = open(ONE.withThreadsPerWorker(2).withTimeLimit(Duration.ofMillis(300)));
        CompletableFuture<Void> one = limited.submit(() -> goOnForEver(begun));
        CompletableFuture<Void> other = limited.submit(() -> goOnForEver(begun));
        WorkerDiedException first = death(one);
        WorkerDiedException second = death(other);
        // On a slow machine the second may have begun in the next worker only.
        if (first.pid() == second.pid()) {
            assertThat(List.of(first.reason(), second.reason()))
                    .containsExactlyInAnyOrder(
                            WorkerDiedException.Reason.TIME_LIMIT, WorkerDiedException.Reason.OTHER_TASK);
        }
    }

    @Test
    void theNeighbourOfACancelledTaskThatGoesOnDiesWithIt() throws Exception {
        ProcessPool threaded = open(ONE.withThreadsPerWorker(2).withCancelGrace(Duration.ofMillis(50)));
        CompletableFuture<Void> cancelled = beginStubborn(threaded);
        CompletableFuture<Void> neighbour = begin(threaded);
        cancelled.cancel(true);
        assertThat(death(neighbour).reason()).isEqualTo(WorkerDiedException.Reason.OTHER_TASK);
    }

    @Test
    void aTaskWhoseWorkerDiesIsDoneAgain() throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        ProcessPool retrying = open(ONE.withRetries(2));
        assertThat(get(retrying.submit(() -> runs.incrementAndGet() < 3 ? killMyself() : runs.get())))
                .isEqualTo(3);
    }

    @Test
    void aTaskThatThrowsIsNotDoneAgain() throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        ProcessPool retrying = open(ONE.withRetries(2));
        assertThat(failure(retrying.submit(() -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("once");
                })))
                .hasMessage("once");
        assertThat(runs.get()).isOne();
    }

    @Test
    void aTaskThatTakesTooLongIsDoneAgainAsOftenAsIsAllowed() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        ProcessPool retrying = open(ONE.withRetries(1).withTimeLimit(Duration.ofMillis(100)));
        WorkerDiedException death = death(retrying.submit(() -> waitForEver(begun)));
        assertThat(death.attempts()).isEqualTo(2);
        assertThat(death).hasMessageContaining("attempts=2");
    }

    @Test
    void oneTaskTooManyIsRefused() throws Exception {
        ProcessPool small = open(ONE.withQueueLimit(1, PoolOptions.WhenFull.REFUSE));
        CompletableFuture<Void> running = begin(small);
        CompletableFuture<Integer> waiting = small.submit(() -> 2);
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> small.submit(() -> 3))
                .withMessageContaining("limit=1");
        running.cancel(true);
        assertThat(get(waiting)).isEqualTo(2);
        assertThat(get(small.submit(() -> 3))).isEqualTo(3);
    }

    @Test
    void oneTaskTooManyWaits() throws Exception {
        ProcessPool small = open(ONE.withQueueLimit(1, PoolOptions.WhenFull.WAIT));
        CompletableFuture<Void> running = begin(small);
        CompletableFuture<Integer> waiting = small.submit(() -> 2);
        CompletableFuture<Integer> third =
                CompletableFuture.supplyAsync(() -> small.submit(() -> 3).join());
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> small.submit(() -> 4))
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(third).isNotDone();
        running.cancel(true);
        assertThat(get(waiting)).isEqualTo(2);
        assertThat(get(third)).isEqualTo(3);
    }

    @Test
    void aWorkerRunsSeveralTasksAtOnce() throws Exception {
        ProcessPool threaded = open(ONE.withThreadsPerWorker(3).withInitializer(() -> new CyclicBarrier(3)));
        List<Long> pids = threaded.map(
                i -> {
                    PoolWorker.current().state(CyclicBarrier.class).await();
                    return pid();
                },
                List.of(1, 2, 3),
                Chunking.of(1));
        assertThat(pids.stream().distinct()).hasSize(1);
    }

    @Test
    void progressIsToldAndAtTheEndAllIsDone() throws Exception {
        ConcurrentLinkedQueue<PoolProgress> told = new ConcurrentLinkedQueue<>();
        ProcessPool watched = open(ONE.withProgress(told::add));
        assertThat(watched.map(i -> i, List.of(1, 2, 3), Chunking.of(1))).hasSize(3);
        watched.close();
        assertThat(told).isNotEmpty();
        PoolProgress last = told.stream().reduce((first, second) -> second).orElseThrow();
        assertThat(last.submitted()).isEqualTo(3);
        assertThat(last.done()).isEqualTo(3);
        assertThat(last.failed()).isZero();
    }

    // ---------------------------------------------------------------- pools in pools

    @Test
    void aDaemonMayMakeNoPool() throws Exception {
        assertThat(failure(pool.submit(() -> nested(5))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("daemonic processes are not allowed to have children")
                .hasMessageContaining("withDaemonWorkers(false)");
    }

    private static int nested(int number) throws InterruptedException, ExecutionException {
        try (ProcessPool inner = Multiprocessing.current().pool(1)) {
            return inner.submit(() -> 2 * number).get();
        }
    }

    @Test
    void aWorkerThatIsNoDaemonMayMakeOne() throws Exception {
        ProcessPool outer = open(ONE.withDaemonWorkers(false));
        assertThat(get(outer.submit(() -> nested(5)))).isEqualTo(10);
    }

    @Test
    void anInitializerThatCannotBeSerializedIsRefused() {
        Thread mine = Thread.currentThread();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.pool(ONE.withInitializer(() -> mine.getName())))
                .withMessageContaining("java.lang.Thread");
    }
}
