package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Signals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    /** So many items are finished before the next fault. */
    private static final int PACE = 20;

    @TempDir
    private Path directory;

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
                    mp.joinableQueue(QueueOptions.bounded(ChaosCrew.CAPACITY).withMaxDeliveries(255));
            List<ChildProcess> crew = new ArrayList<>();
            for (int i = 0; i < CREW; i++) {
                crew.add(start(mp, queue, ledger, i, random));
            }
            for (int i = 0; i < FAULTS; i++) {
                fault(mp, queue, ledger, crew, random);
            }
            end(queue, ledger, crew);
        }
    }

    private static ChildProcess start(
            Multiprocessing mp, JoinableQueue<String> queue, Ledger ledger, int place, Random random) {
        return mp.process(ChaosCrew.member(queue, ledger, place, random.nextLong()))
                .daemon(true)
                .start();
    }

    /** Lets them make some progress, and waits a random time; then kills one, or stops it for a while, and replaces who is dead. */
    private static void fault(
            Multiprocessing mp, JoinableQueue<String> queue, Ledger ledger, List<ChildProcess> crew, Random random)
            throws Exception {
        ledger.awaitFinished(PACE);
        LockSupport.parkNanos(random.nextInt(50_000_000));
        int place = random.nextInt(crew.size());
        ChildProcess victim = crew.get(place);
        if (random.nextInt(3) == 0) {
            Signals.send("STOP", victim.pid().orElseThrow());
            LockSupport.parkNanos(random.nextInt(200_000_000));
            Signals.send("CONT", victim.pid().orElseThrow());
            return;
        }
        victim.kill();
        victim.join();
        crew.set(place, start(mp, queue, ledger, place, random));
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
        ChaosCrew.assertCountersEqualTheLog(queue);
        for (ChildProcess member : crew) {
            member.kill();
            member.join();
        }
        ChaosCrew.assertNothingLost(ledger, List.of());
        System.out.println("  " + ledger.items(Ledger.PUT).size() + " put");
    }
}
