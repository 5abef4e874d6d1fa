package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A durable session's parent is killed, with or without its children, and another is started, at times while children of the
 * one before still work. In the end all are killed, the session is opened again, and the ledger must agree with what is in it.
 *
 * <p>The seed is printed; {@code -Dchaos.seed} repeats it, as far as the machine does.
 */
@ExtendWith(LeavesNothingBehind.class)
class DurableChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int LIVES = 3;
    private static final int PACE = 20;
    /** They take a second; one whose JVM has just been started on a busy machine takes longer. */
    private static final Duration DAEMONS_END = Duration.ofSeconds(30);

    private static final int MAX_DELIVERIES = 255;

    @TempDir
    private Path directory;

    /** Opens the session, and starts a producer and a consumer that are daemons and two that are not. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Random random = new Random(Long.parseLong(arguments[2]));
            Multiprocessing mp = Multiprocessing.open(Path.of(arguments[0]));
            JoinableQueue<String> queue = queue(mp);
            for (int place = 0; place < 4; place++) {
                boolean isDaemon = place < 2;
                long pid = mp.process(ChaosCrew.member(queue, new Ledger(arguments[1]), place, random.nextLong()))
                        .daemon(isDaemon)
                        .start()
                        .pid()
                        .orElseThrow();
                System.out.println((isDaemon ? "daemon " : "child ") + pid);
            }
            System.out.println("started");
            new CountDownLatch(1).await();
        }
    }

    private static JoinableQueue<String> queue(Multiprocessing mp) {
        return mp.joinableQueue("work", QueueOptions.bounded(ChaosCrew.CAPACITY).withMaxDeliveries(MAX_DELIVERIES));
    }

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.durable.rounds", 1));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void whatWasPutIsThereAfterAllWereKilled(int round) throws Exception {
        long seed = SEED + round - 1;
        System.out.println(
                "durable chaos round " + round + ", to repeat it: -Dchaos.durable.rounds=1 -Dchaos.seed=" + seed);
        Random random = new Random(seed);
        Path session = directory.resolve("session");
        Ledger ledger =
                new Ledger(Files.createDirectories(directory.resolve("ledger")).toString());
        List<ParentProgram> lives = new ArrayList<>();
        try {
            for (int life = 0; life < LIVES; life++) {
                ParentProgram parent = ParentProgram.start(
                        Parent.class, session.toString(), ledger.directory(), Long.toString(random.nextLong()));
                lives.add(parent);
                parent.awaitLine("started");
                ledger.awaitFinished(PACE);
                LockSupport.parkNanos(random.nextInt(50_000_000));
                killParent(parent, random);
                if (random.nextBoolean()) {
                    // Those of its children that are no daemons go on.
                    ledger.awaitFinished(PACE);
                    killInRandomOrder(parent, random);
                }
            }
            for (ParentProgram parent : lives) {
                killInRandomOrder(parent, random);
            }
        } finally {
            for (ParentProgram parent : lives) {
                parent.close();
            }
        }
        check(session, ledger);
    }

    private static void killParent(ParentProgram parent, Random random) throws Exception {
        List<ProcessHandle> daemons = parent.output().stream()
                .filter(line -> line.startsWith("daemon "))
                .map(line -> ProcessHandle.of(Long.parseLong(line.substring("daemon ".length()))))
                .flatMap(java.util.Optional::stream)
                .toList();
        if (random.nextInt(3) == 0) {
            // A daemon that is stopped holds what it holds until it goes on.
            Signals.send("STOP", daemons.get(0).pid());
            LockSupport.parkNanos(random.nextInt(100_000_000));
            Signals.send("CONT", daemons.get(0).pid());
        }
        parent.process().destroyForcibly().waitFor();
        await().pollInterval(Duration.ofMillis(20)).atMost(DAEMONS_END).untilAsserted(() -> assertThat(
                        daemons.stream().filter(ParentProgram::isRunning))
                .as("daemons of a dead parent")
                .isEmpty());
    }

    private static void killInRandomOrder(ParentProgram parent, Random random) throws Exception {
        List<ProcessHandle> members = new ArrayList<>(parent.family());
        java.util.Collections.shuffle(members, random);
        for (ProcessHandle member : members) {
            member.destroyForcibly();
            LockSupport.parkNanos(random.nextInt(10_000_000));
        }
        parent.awaitFamilysEnd();
    }

    private static void check(Path session, Ledger ledger) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            JoinableQueue<String> queue = queue(mp);
            ChaosCrew.assertCountersEqualTheLog(queue);
            int size = queue.size();
            assertThat(queue.unfinished()).as("nobody is left to hold an item").isEqualTo(size);
            List<String> left = new ArrayList<>();
            queue.drainTo(left);
            assertThat(left).hasSize(size);
            left.forEach(item -> queue.taskDone());
            assertThat(queue.join(10, TimeUnit.SECONDS)).isTrue();
            assertThat(queue.deadLetters().size()).isZero();
            ChaosCrew.assertNothingLost(ledger, left);
            queue.put("after ");
            assertThat(queue.take()).isEqualTo("after ");
            System.out.println("  " + ledger.items(Ledger.PUT).size() + " put, " + size + " left");
        }
    }
}
