package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.testing.LeavesNothingBehind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Producers and consumers, killed and stopped at random moments and replaced. Each item that a put returned for is finished at
 * least once, and more than once only if somebody died over it; a join returns, and nothing is left.
 *
 * <p>The seed is printed; {@code -Dchaos.seed} repeats it. The profile {@code chaos} makes 200 rounds of it.
 */
@ExtendWith(LeavesNothingBehind.class)
class ChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int FAULTS = 6;
    private static final int CREW = 4;
    private static final int CAPACITY = 50;
    /** So many items are finished before the next fault. */
    private static final int PACE = 20;

    private static final Duration PROGRESS = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    /** Puts items of its own until the queue is shut down or it is killed. */
    record Producer(JoinableQueue<String> queue, Ledger ledger) implements ProcessTask {
        @Override
        public void run() throws Exception {
            long pid = ProcessHandle.current().pid();
            for (int i = 0; ; i++) {
                String item = pid + "-" + i;
                ledger.note(Ledger.PUTTING, item);
                queue.put(item);
                ledger.note(Ledger.PUT, item);
            }
        }
    }

    /** Takes and finishes items until it is killed. */
    record Consumer(JoinableQueue<String> queue, Ledger ledger) implements ProcessTask {
        @Override
        public void run() throws Exception {
            while (true) {
                String item = queue.take();
                ledger.note(Ledger.TOOK, item);
                ledger.note(Ledger.FINISHING, item);
                queue.taskDone();
                ledger.note(Ledger.FINISHED, item);
            }
        }
    }

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.rounds", 4));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void nothingIsLostAndNobodyHangs(int round) throws Exception {
        long seed = SEED + round - 1;
        System.out.println("chaos round " + round + ", to repeat it: -Dchaos.rounds=1 -Dchaos.seed=" + seed);
        Random random = new Random(seed);
        Ledger ledger = new Ledger(directory.toString());
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue =
                    mp.joinableQueue(QueueOptions.bounded(CAPACITY).withMaxDeliveries(255));
            List<ChildProcess> crew = new ArrayList<>();
            for (int i = 0; i < CREW; i++) {
                crew.add(start(mp, queue, ledger, i));
            }
            for (int i = 0; i < FAULTS; i++) {
                fault(mp, queue, ledger, crew, random);
            }
            end(queue, ledger, crew);
        }
    }

    private static ChildProcess start(Multiprocessing mp, JoinableQueue<String> queue, Ledger ledger, int place) {
        ProcessTask task = place % 2 == 0 ? new Producer(queue, ledger) : new Consumer(queue, ledger);
        return mp.process(task).daemon(true).start();
    }

    /** Lets them make some progress, and waits a random time; then kills one, or stops it for a while, and replaces who is dead. */
    private static void fault(
            Multiprocessing mp, JoinableQueue<String> queue, Ledger ledger, List<ChildProcess> crew, Random random)
            throws Exception {
        int before = ledger.items(Ledger.FINISHED).size();
        await().atMost(PROGRESS).until(() -> ledger.items(Ledger.FINISHED).size() >= before + PACE);
        LockSupport.parkNanos(random.nextInt(50_000_000));
        int place = random.nextInt(crew.size());
        ChildProcess victim = crew.get(place);
        if (random.nextInt(3) == 0) {
            signal("STOP", victim);
            LockSupport.parkNanos(random.nextInt(200_000_000));
            signal("CONT", victim);
            return;
        }
        victim.kill();
        victim.join();
        crew.set(place, start(mp, queue, ledger, place));
    }

    private static void signal(String name, ChildProcess child) throws Exception {
        int exit = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(child.pid().orElseThrow()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static void end(JoinableQueue<String> queue, Ledger ledger, List<ChildProcess> crew) throws Exception {
        for (int i = 0; i < crew.size(); i += 2) {
            crew.get(i).kill();
            crew.get(i).join();
        }
        assertThat(queue.join(30, TimeUnit.SECONDS)).as("the join returns").isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.unfinished()).isZero();
        assertThat(queue.deadLetters().size()).isZero();
        for (ChildProcess member : crew) {
            member.kill();
            member.join();
        }
        Set<String> touched = new HashSet<>(ledger.items(Ledger.FINISHING));
        assertThat(touched).containsAll(ledger.items(Ledger.PUT));
        assertThat(ledger.items(Ledger.PUTTING)).containsAll(touched);
        Map<String, Integer> finished = new HashMap<>();
        ledger.items(Ledger.FINISHED).forEach(item -> finished.merge(item, 1, Integer::sum));
        assertThat(finished.values()).as("finished once: who died had not").allMatch(count -> count == 1);
        System.out.println("  " + ledger.items(Ledger.PUT).size() + " put, " + finished.size() + " finished");
    }
}
