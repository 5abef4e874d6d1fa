package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.pipe.BrokenPipeException;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Signals;
import java.io.EOFException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes at both ends of a pipe, each of which sends and receives, killed and stopped at random moments and replaced.
 *
 * <p>Messages are whole, come once, and each receiver has each sender's in their order; none is lost except the one that a killed
 * receiver had just got; and when one end is gone, the others get the end of file. The seed is printed; {@code -Dchaos.seed} repeats
 * it. The profile {@code chaos} makes 200 rounds of it.
 */
@ExtendWith(LeavesNothingBehind.class)
class PipeChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int FAULTS = 5;
    private static final int CREW = 4;
    /** So many messages are received before the next fault. */
    private static final int PACE = 20;

    @TempDir
    private Path directory;

    private final List<ChildProcess> crew = new ArrayList<>();
    /** Each of them may have got a message that it could not write down. */
    private int killed;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.pipe.rounds", 1));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void eachMessageComesOnceAndWhole(int round) throws Exception {
        long seed = SEED + round - 1;
        System.out.println("pipe chaos round " + round + ", to repeat it: -Dchaos.pipe.rounds=1 -Dchaos.seed=" + seed);
        Random random = new Random(seed);
        Ledger ledger = new Ledger(directory.toString());
        try (Multiprocessing mp = Multiprocessing.open()) {
            Pipe pipe = mp.pipe();
            for (int i = 0; i < CREW; i++) {
                crew.add(start(mp, pipe, ledger, i, random));
            }
            for (int i = 0; i < FAULTS; i++) {
                fault(mp, pipe, ledger, random);
            }
            end(pipe, ledger);
        } finally {
            // JUnit keeps the test instance, which would keep the session's memory mapped.
            crew.clear();
        }
        check(ledger);
        System.out.println("  " + ledger.items(Ledger.FINISHED).size() + " messages, " + killed + " killed");
    }

    /** Even places have the first end, odd ones the second: so each end has two processes, of which one at most is dead. */
    private static ChildProcess start(Multiprocessing mp, Pipe pipe, Ledger ledger, int place, Random random) {
        Connection end = place % 2 == 0 ? pipe.first() : pipe.second();
        return mp.process(new PipeChaosTask(end, ledger, random.nextLong()))
                .daemon(true)
                .start();
    }

    /** Lets them make some progress, and waits a random time; then kills one and replaces it, or stops it for a while. */
    private void fault(Multiprocessing mp, Pipe pipe, Ledger ledger, Random random) throws Exception {
        ledger.awaitFinished(PACE);
        LockSupport.parkNanos(random.nextInt(50_000_000));
        int place = random.nextInt(CREW);
        ChildProcess victim = crew.get(place);
        if (random.nextInt(3) == 0) {
            Signals.send("STOP", victim.pid().orElseThrow());
            LockSupport.parkNanos(random.nextInt(200_000_000));
            if (random.nextBoolean()) {
                Signals.send("CONT", victim.pid().orElseThrow());
                return;
            }
        }
        kill(victim);
        crew.set(place, start(mp, pipe, ledger, place, random));
    }

    private void kill(ChildProcess victim) throws InterruptedException {
        victim.kill();
        victim.join();
        killed++;
    }

    /** All of one end are killed: the others receive what is left, get the end of file, and end. */
    private void end(Pipe pipe, Ledger ledger) throws Exception {
        for (int place = 1; place < CREW; place += 2) {
            kill(crew.get(place));
        }
        for (int place = 0; place < CREW; place += 2) {
            ChildProcess member = crew.get(place);
            member.join();
            assertThat(member.exitCode()).as("%s", member.failure()).hasValue(0);
        }
        assertThat(ledger.items(PipeChaosTask.ENDED)).hasSize(CREW / 2);
        // What they sent, and nobody had received when the others were killed, is still there.
        Connection rest = pipe.second();
        assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> rest.send("nobody is there"));
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> {
            while (true) {
                assertThat(rest.poll(Duration.ofSeconds(30))).isTrue();
                ledger.note(Ledger.FINISHED, PipeChaosTask.read(rest.receiveBytes()));
            }
        });
        pipe.close();
    }

    private void check(Ledger ledger) throws Exception {
        List<String> received = ledger.items(Ledger.FINISHED);
        assertThat(received)
                .as("whole, and once")
                .doesNotContain(PipeChaosTask.DAMAGED)
                .doesNotHaveDuplicates();
        Set<String> sending = Set.copyOf(ledger.items(Ledger.PUTTING));
        assertThat(sending).as("nothing comes from nowhere").containsAll(received);
        Set<String> lost = new HashSet<>(ledger.items(Ledger.PUT));
        lost.removeAll(Set.copyOf(received));
        assertThat(lost).as("lost, with %d killed", killed).hasSizeLessThanOrEqualTo(killed);
        for (List<String> seen : ledger.itemsByProcess(Ledger.FINISHED)) {
            ChaosCrew.assertInOrder(seen);
        }
    }
}
