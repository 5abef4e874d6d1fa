package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.crash.PoolChaosTask.Kind;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedLongArray;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.PoolStatistics;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.pool.WorkerDiedException;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pools whose workers are killed, exit, take too long, are recycled, become more and fewer, while tasks are submitted and cancelled; at
 * last the pool is ended in one of its ways.
 *
 * <p>Each task ends once, in a way that may be; none is begun more often than it may be; and nothing is left of the pool. The seed is
 * printed; {@code -Dchaos.seed} repeats it.
 */
@ExtendWith(LeavesNothingBehind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int STEPS = 30;
    private static final int PAUSE_MILLIS = 200;
    private static final Pattern OBJECT = Pattern.compile("/(queues|memory|objects)/[^/]+$");
    private static final Duration END = Duration.ofSeconds(100);
    /** Three in a row break a pool. */
    private static final int MAX_START_KILLS = 2;

    private static final Duration TIME_LIMIT = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(50);

    @TempDir
    private static Path base;

    private static final List<Kind> HARMFUL = List.of(Kind.EXITS, Kind.HALTS, Kind.HOLDS, Kind.HOLDS_ON);

    private Multiprocessing mp;
    private SharedIntArray runs;
    private SharedLongArray pids;
    private List<String> filesBefore = List.of();

    private int startKillsLeft;
    private long taskCount;
    private long killCount;
    private long slowestNanos;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.pool.rounds", 2));
    }

    @BeforeAll
    void open() throws IOException {
        mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base));
        runs = mp.sharedIntArray(2 * STEPS);
        pids = mp.sharedLongArray(2 * STEPS);
        filesBefore = files();
    }

    @AfterAll
    void close() {
        mp.close();
    }

    /** What the session has on disk for its objects. */
    private List<String> files() throws IOException {
        try (Stream<Path> entries = Files.walk(base)) {
            return entries.map(Path::toString)
                    .filter(path -> OBJECT.matcher(path).find())
                    .sorted()
                    .toList();
        }
    }

    /** A task that was submitted, and what has become of it. */
    private final class Sent {
        private final PoolChaosTask task;
        private final CompletableFuture<Integer> future;
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicReference<Object> outcome = new AtomicReference<>();
        private volatile boolean isCancelled;
        private volatile long killedNanos;
        private volatile long endedNanos;

        Sent(ProcessPool pool, PoolChaosTask task) {
            this.task = task;
            future = pool.submit(task);
            CompletableFuture<Integer> unused = future.whenComplete((result, failure) -> {
                endedNanos = System.nanoTime();
                outcome.set(failure == null ? result : failure);
                ends.incrementAndGet();
            });
        }

        void cancel(boolean mayInterrupt) {
            isCancelled = true;
            future.cancel(mayInterrupt);
        }

        /** Kills the process that runs it, if one does. */
        boolean kill() {
            long pid = pids.get(task.id());
            ProcessHandle process = ProcessHandle.of(pid).orElse(null);
            if (pid == 0 || process == null || future.isDone()) {
                return false;
            }
            killedNanos = System.nanoTime();
            return process.destroyForcibly();
        }

        void check(Plan plan) {
            Object end = outcome.get();
            assertThat(ends).as("ends of %s", task).hasValue(1);
            assertThat(runs.get(task.id())).as("runs of %s", task).isLessThanOrEqualTo(plan.retries() + 1);
            if (end instanceof Integer result) {
                assertThat(task.kind()).isIn(Kind.QUICK, Kind.PAUSES);
                assertThat(result).isEqualTo(PoolChaosTask.result(task.id()));
            } else if (end instanceof WorkerDiedException death) {
                checkDeath(death, plan);
            } else if (end instanceof CancellationException) {
                assertThat(isCancelled || plan.isEndedAtOnce())
                        .as("cancelled: %s", task)
                        .isTrue();
            } else if (end instanceof InterruptedException) {
                assertThat(plan.isEndedAtOnce()).as("interrupted: %s", task).isTrue();
            } else {
                assertThat((Throwable) end)
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("task " + task.id());
                assertThat(task.kind()).isEqualTo(Kind.THROWS);
            }
        }

        private void checkDeath(WorkerDiedException death, Plan plan) {
            assertThat(death.attempts()).isBetween(1, plan.retries() + 1);
            assertThat(death.pid()).isPositive();
            assertThat(death.exitCode()).isNotZero();
            if (killedNanos != 0 && plan.retries() == 0) {
                slowestNanos = Math.max(slowestNanos, endedNanos - killedNanos);
            }
        }
    }

    /** What a round's pool is like. */
    private record Plan(int workers, int threads, int retries, int maxTasks, int end) {
        static Plan of(Random random) {
            return new Plan(
                    1 + random.nextInt(3),
                    1 + random.nextInt(2),
                    random.nextInt(3),
                    random.nextBoolean() ? 1 + random.nextInt(10) : Integer.MAX_VALUE,
                    random.nextInt(4));
        }

        PoolOptions options() {
            return PoolOptions.workers(workers)
                    .withThreadsPerWorker(threads)
                    .withRetries(retries)
                    .withMaxTasksPerWorker(maxTasks)
                    .withTimeLimit(TIME_LIMIT)
                    .withCancelGrace(GRACE);
        }

        boolean isEndedAtOnce() {
            return end != 0;
        }

        void end(ProcessPool pool) {
            switch (end) {
                case 0 -> pool.shutdown();
                case 1 -> pool.shutdownNow();
                case 2 -> pool.terminateWorkers();
                default -> pool.killWorkers();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rounds")
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void eachTaskEndsOnceAndNothingIsLeft(int round) throws Exception {
        long seed = SEED + round - 1;
        Random random = new Random(seed);
        Plan plan = Plan.of(random);
        System.out.println("pool chaos round " + round + ", to repeat it: -Dchaos.pool.rounds=1 -Dchaos.seed=" + seed
                + " " + plan);
        for (int i = 0; i < 2 * STEPS; i++) {
            runs.set(i, 0);
            pids.set(i, 0);
        }
        List<Sent> all = new ArrayList<>();
        startKillsLeft = MAX_START_KILLS;
        ProcessPool pool = mp.pool(plan.options());
        try {
            // Else an early end comes before the first worker.
            assertThat(pool.submit(() -> 1).handle((result, failure) -> "ended"))
                    .succeedsWithin(END);
            for (int i = 0; i < STEPS; i++) {
                step(pool, all, random);
            }
            plan.end(pool);
            assertThat(pool.awaitTermination(END))
                    .as("the pool ends: %s", pool.statistics())
                    .isTrue();
            await().atMost(END).until(() -> all.stream().allMatch(sent -> sent.ends.get() > 0));
            all.forEach(sent -> sent.check(plan));
            checkRefusal(pool);
        } finally {
            pool.killWorkers();
        }
        checkStatistics(pool.statistics(), all.size() + 1);
        checkNothingLeft();
        taskCount += all.size() + 1;
        System.out.println("  so far " + taskCount + " tasks, " + killCount + " kills, at most "
                + TimeUnit.NANOSECONDS.toMillis(slowestNanos) + " ms from a kill to the failure of its task");
    }

    private void step(ProcessPool pool, List<Sent> all, Random random) throws InterruptedException {
        switch (random.nextInt(12)) {
            case 0 -> {
                if (!all.isEmpty()) {
                    all.get(random.nextInt(all.size())).cancel(random.nextBoolean());
                }
            }
            case 1 -> pool.resize(1 + random.nextInt(3));
            case 2 -> killTheRunnerOfOne(all);
            case 3 -> killAnyWorker(pool, random);
            case 4 -> LockSupport.parkNanos(random.nextInt(50_000_000));
            case 5 -> awaitOne(all, random);
            default -> {
                all.add(new Sent(pool, task(all.size(), random)));
                if (random.nextInt(3) == 0) {
                    all.add(new Sent(pool, task(all.size(), random)));
                }
            }
        }
    }

    private PoolChaosTask task(int id, Random random) {
        int dice = random.nextInt(40);
        Kind kind;
        if (dice < 20) {
            kind = Kind.QUICK;
        } else if (dice < 32) {
            kind = Kind.PAUSES;
        } else if (dice < 36) {
            kind = Kind.THROWS;
        } else {
            kind = HARMFUL.get(random.nextInt(HARMFUL.size()));
        }
        return new PoolChaosTask(id, kind, runs, pids);
    }

    /** So that not all is over before it begins. */
    private static void awaitOne(List<Sent> all, Random random) throws InterruptedException {
        if (!all.isEmpty()) {
            CountDownLatch ended = new CountDownLatch(1);
            CompletableFuture<Void> unused = all.get(random.nextInt(all.size()))
                    .future
                    .handle((result, failure) -> {
                        ended.countDown();
                        return null;
                    });
            boolean unusedToo = ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void killTheRunnerOfOne(List<Sent> all) {
        for (Sent sent : all) {
            if (sent.task.kind() != Kind.QUICK && sent.kill()) {
                killCount++;
                return;
            }
        }
    }

    private void killAnyWorker(ProcessPool pool, Random random) {
        List<PoolStatistics.Worker> workers = pool.statistics().workers().stream()
                .filter(PoolStatistics.Worker::isAlive)
                .toList();
        if (workers.isEmpty()) {
            return;
        }
        PoolStatistics.Worker worker = workers.get(random.nextInt(workers.size()));
        boolean hasBegun = !worker.startTime().isZero();
        ProcessHandle process = ProcessHandle.of(worker.pid()).orElse(null);
        if (worker.pid() != 0 && process != null && (hasBegun || startKillsLeft > 0) && process.destroyForcibly()) {
            killCount++;
            startKillsLeft -= hasBegun ? 0 : 1;
        }
    }

    private static void checkRefusal(ProcessPool pool) {
        try {
            throw new AssertionError("an ended pool accepts " + pool.submit(() -> 1));
        } catch (RejectedExecutionException e) {
            assertThat(e).hasMessageContaining("pool");
        }
    }

    private static void checkStatistics(PoolStatistics statistics, int submitted) {
        assertThat(statistics.submitted()).isEqualTo(submitted);
        assertThat(statistics.workers()).noneMatch(PoolStatistics.Worker::isAlive);
        await().atMost(END).untilAsserted(() -> assertThat(statistics.done()).isEqualTo(submitted));
    }

    private void checkNothingLeft() {
        await().atMost(END).untilAsserted(() -> {
            assertThat(mp.activeChildren()).isEmpty();
            assertThat(files()).isEqualTo(filesBefore);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("multiproc-pool-"));
        });
    }
}
