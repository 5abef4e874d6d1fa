package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ProcessFamily;
import dev.multiproc.testing.Signals;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Foremen with a crew each, whose ends are the faults: a foreman is killed, so that its crew are orphans, or ended by a signal
 * while it, or one of its crew, is stopped and continued. In every other round a foreman is chosen for killing each time.
 *
 * <p>Who is ended is gone soon, though others are stopped; and nothing is lost. The seed is printed; {@code -Dchaos.seed} repeats
 * it.
 */
@ExtendWith(LeavesNothingBehind.class)
class OrphanChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int FAULTS = 2;
    private static final int FOREMEN = 2;
    /** So many items are finished before the next fault. */
    private static final int PACE = 10;

    private static final Duration END = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.orphans.rounds", 1));
    }

    /** One of a crew. */
    record Worker(int place, long pid) implements Serializable {
        boolean isProducer() {
            return place % 2 == 0;
        }

        ProcessHandle process() {
            return ProcessHandle.of(pid).orElse(null);
        }

        boolean isGone() {
            ProcessHandle process = process();
            return process == null || !ProcessFamily.isRunning(process);
        }
    }

    /** Starts a producer and a consumer, and waits for ever. */
    private record Foreman(JoinableQueue<String> queue, SharedQueue<Worker> workers, Ledger ledger, long seed)
            implements ProcessTask {
        @Override
        public void run() throws Exception {
            for (int place = 0; place < 2; place++) {
                ChildProcess worker = Multiprocessing.current()
                        .process(ChaosCrew.member(queue, ledger, place, seed + place))
                        .daemon(false)
                        .start();
                workers.put(new Worker(place, worker.pid().orElseThrow()));
            }
            new CountDownLatch(1).await();
        }
    }

    private JoinableQueue<String> queue;
    private SharedQueue<Worker> arrivals;
    private Ledger ledger;
    private final List<ChildProcess> foremen = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("rounds")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void whoIsEndedIsGoneAndNothingIsLost(int round) throws Exception {
        long seed = SEED + round - 1;
        System.out.println(
                "orphan chaos round " + round + ", to repeat it: -Dchaos.orphans.rounds=1 -Dchaos.seed=" + seed);
        Random random = new Random(seed);
        ledger = new Ledger(directory.toString());
        try (Multiprocessing mp = Multiprocessing.open()) {
            queue = mp.joinableQueue(QueueOptions.bounded(ChaosCrew.CAPACITY).withMaxDeliveries(255));
            arrivals = mp.queue();
            for (int i = 0; i < FOREMEN; i++) {
                foremen.add(startForeman(mp, random));
            }
            for (int i = 0; i < FAULTS; i++) {
                ledger.awaitFinished(PACE);
                LockSupport.parkNanos(random.nextInt(50_000_000));
                fault(mp, round % 2 == 0 ? 0 : random.nextInt(4), random);
            }
            end(random);
        } finally {
            workers.stream().filter(worker -> !worker.isGone()).forEach(worker -> worker.process()
                    .destroyForcibly());
            queue = null;
            arrivals = null;
            foremen.clear();
        }
    }

    private ChildProcess startForeman(Multiprocessing mp, Random random) throws InterruptedException {
        ChildProcess foreman = mp.process(new Foreman(queue, arrivals, ledger, random.nextLong()))
                .start();
        for (int i = 0; i < 2; i++) {
            Worker worker = arrivals.poll(END.toSeconds(), TimeUnit.SECONDS);
            assertThat(worker).as("a foreman's worker").isNotNull();
            workers.add(worker);
        }
        return foreman;
    }

    private void fault(Multiprocessing mp, int kind, Random random) throws Exception {
        int place = random.nextInt(FOREMEN);
        ChildProcess foreman = foremen.get(place);
        switch (kind) {
            case 0 -> foreman.kill();
            case 1 -> endWhileOneIsStopped(foreman, random);
            case 2 -> endStopping(foreman, random);
            default -> {
                killAWorkerWhileOneIsStopped(random);
                return;
            }
        }
        assertThat(foreman.join(END)).as("the foreman is gone").isTrue();
        assertThat(foreman.exitCode()).hasValue(kind == 0 ? -9 : -15);
        foremen.set(place, startForeman(mp, random));
    }

    /** Also if it is of the foreman's own crew, or holds a lock. */
    private void endWhileOneIsStopped(ChildProcess foreman, Random random) throws Exception {
        Worker other = randomWorker(random);
        Signals.send("STOP", other.pid());
        try {
            foreman.terminate();
            assertThat(foreman.join(END)).as("ended while another is stopped").isTrue();
        } finally {
            Signals.send("CONT", other.pid());
        }
    }

    private static void endStopping(ChildProcess foreman, Random random) throws Exception {
        long pid = foreman.pid().orElseThrow();
        foreman.terminate();
        for (int i = 0; i < 3 && foreman.isAlive(); i++) {
            LockSupport.parkNanos(random.nextInt(20_000_000));
            ProcessHandle process = ProcessHandle.of(pid).orElse(null);
            if (process != null && ProcessFamily.isRunning(process)) {
                new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
                LockSupport.parkNanos(random.nextInt(100_000_000));
                new ProcessBuilder("kill", "-CONT", Long.toString(pid)).start().waitFor();
            }
        }
    }

    private void killAWorkerWhileOneIsStopped(Random random) throws Exception {
        Worker victim = randomWorker(random);
        Worker other = randomWorker(random);
        if (!victim.isProducer() && countOf(false) <= 1) {
            return;
        }
        Signals.send("STOP", other.pid());
        try {
            if (!victim.equals(other) && random.nextBoolean()) {
                victim.process().destroy();
            } else {
                victim.process().destroyForcibly();
            }
            await().atMost(END).until(victim::isGone);
        } finally {
            if (!victim.equals(other)) {
                Signals.send("CONT", other.pid());
            }
        }
        workers.remove(victim);
    }

    private Worker randomWorker(Random random) {
        return workers.get(random.nextInt(workers.size()));
    }

    private long countOf(boolean isProducer) {
        return workers.stream()
                .filter(worker -> worker.isProducer() == isProducer)
                .count();
    }

    private void end(Random random) throws Exception {
        endAll(true, random);
        assertThat(queue.join(END.toSeconds(), TimeUnit.SECONDS))
                .as("the join returns")
                .isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.unfinished()).isZero();
        assertThat(queue.deadLetters().size()).isZero();
        ChaosCrew.assertCountersEqualTheLog(queue);
        endAll(false, random);
        for (ChildProcess foreman : foremen) {
            foreman.kill();
            assertThat(foreman.join(END)).isTrue();
        }
        ChaosCrew.assertNothingLost(ledger, List.of());
        System.out.println("  " + ledger.items(Ledger.PUT).size() + " put");
    }

    private void endAll(boolean producers, Random random) {
        for (Worker worker : workers) {
            if (worker.isProducer() == producers && !worker.isGone()) {
                if (random.nextBoolean()) {
                    worker.process().destroy();
                } else {
                    worker.process().destroyForcibly();
                }
                await().atMost(END).until(worker::isGone);
            }
        }
    }
}
