package dev.multiproc.redis.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisServer;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers and consumers that are killed at random moments, and a server that is killed and comes back with its file. Each process
 * writes down outside what it has done: what a put returned for comes, and what comes twice was held by a process that was killed.
 */
@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
class QueueLedgerIT {
    private static final int ROUNDS = Integer.getInteger("chaos.redis.rounds", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHUNK = 40;

    @TempDir
    private Path directory;

    // ---------------------------------------------------------------- in children

    /** A file to which one process adds lines, which stay if it is killed. */
    private static void note(String ledger, String line) throws IOException {
        Files.writeString(Path.of(ledger), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void produce(JoinableQueue<String> queue, String ledger, String name, boolean isEndless)
            throws Exception {
        for (int i = 0; isEndless || i < 200; i += CHUNK + 1) {
            String single = name + "-" + i;
            queue.put(single);
            note(ledger, single);
            List<String> many = new ArrayList<>();
            for (int k = 1; k <= CHUNK; k++) {
                many.add(name + "-" + (i + k));
            }
            queue.putAll(many);
            note(ledger, String.join("\n", many));
        }
    }

    private static void consume(JoinableQueue<String> queue, String ledger) throws Exception {
        while (true) {
            String item = queue.take();
            note(ledger, item);
            queue.taskDone();
            try (Delivery<String> delivery = queue.receive()) {
                note(ledger, delivery.value());
                delivery.done();
            }
        }
    }

    // ---------------------------------------------------------------- the outside

    private static final class Round {
        private final Multiprocessing mp;
        private final Path directory;
        private final JoinableQueue<String> queue;
        private final Set<Path> ofKilled = new HashSet<>();
        private int last;

        Round(Multiprocessing mp, Path directory) {
            this.mp = mp;
            this.directory = directory;
            queue = mp.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(200));
        }

        Path ledger(String kind) {
            return directory.resolve(kind + "." + last++);
        }

        ChildProcess start(ProcessTask task) {
            return mp.process(task).daemon(true).start();
        }

        ChildProcess consumer(Path ledger) {
            JoinableQueue<String> it = queue;
            String file = ledger.toString();
            return start(() -> consume(it, file));
        }

        ChildProcess producer(Path ledger, boolean isEndless) {
            JoinableQueue<String> it = queue;
            String name = ledger.getFileName().toString();
            String file = ledger.toString();
            return start(() -> produce(it, file, name, isEndless));
        }

        void kill(ChildProcess child, Path ledger) throws InterruptedException {
            ofKilled.add(ledger);
            child.kill();
            child.join();
        }
    }

    private static void awaitLines(Path ledger) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(ledger) || Files.size(ledger) == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static void pause(Random random) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(150_000)));
    }

    private static void run(Round round, RedisServer server, Random random) throws Exception {
        Path doomedProducer = round.ledger("put");
        Path doomedConsumer = round.ledger("got");
        Path producer = round.ledger("put");
        ChildProcess first = round.producer(doomedProducer, true);
        ChildProcess second = round.consumer(doomedConsumer);
        ChildProcess third = round.producer(producer, false);
        awaitLines(doomedProducer);
        awaitLines(doomedConsumer);
        pause(random);
        round.kill(first, doomedProducer);
        if (random.nextBoolean()) {
            server.close();
            pause(random);
            server.begin();
        }
        round.kill(second, doomedConsumer);
        ChildProcess other = round.consumer(round.ledger("got"));
        assertThat(third.join(PATIENCE)).isTrue();
        assertThat(third.exitCode()).hasValue(0);
        assertThat(round.queue.join(PATIENCE)).isTrue();
        other.kill();
        other.join();
    }

    private static Map<String, List<Path>> items(List<Path> ledgers) throws IOException {
        Map<String, List<Path>> all = new TreeMap<>();
        for (Path each : ledgers) {
            for (String line : Files.readAllLines(each)) {
                all.computeIfAbsent(line, item -> new ArrayList<>()).add(each);
            }
        }
        return all;
    }

    private static List<Path> ledgers(Round round, String kind) throws IOException {
        List<Path> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(round.directory, kind + ".*")) {
            files.forEach(all::add);
        }
        return all;
    }

    private static void check(Round round) throws IOException {
        Map<String, List<Path>> put = items(ledgers(round, "put"));
        Map<String, List<Path>> got = items(ledgers(round, "got"));
        assertThat(put).isNotEmpty();
        assertThat(got.keySet()).containsAll(put.keySet());
        got.forEach((item, by) -> {
            // All but the last time it came to one that was killed then; it may not have said so to the server.
            long alive =
                    by.stream().filter(each -> !round.ofKilled.contains(each)).count();
            assertThat(alive).as("%s came to %s", item, by).isLessThanOrEqualTo(1);
            assertThat(by).as("%s", item).doesNotHaveDuplicates();
        });
        assertThat(round.queue.deadLetters()).isEmpty();
        assertThat(round.queue.unfinished()).isZero();
    }

    @Test
    @Timeout(3600)
    void whatAPutReturnedForComesAndOnlyWhatADeadOneHeldComesTwice() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        try (RedisServer server =
                RedisServer.start("--appendonly", "yes", "--appendfsync", "always", "--dir", data.toString())) {
            for (int i = 0; i < ROUNDS; i++) {
                Path own = Files.createDirectory(directory.resolve("round" + i));
                try (Multiprocessing mp = Multiprocessing.open(server.session("ledger-" + i, "&lease=4s"))) {
                    Round round = new Round(mp, own);
                    run(round, server, new Random(i));
                    check(round);
                    assertThat(round.queue.delete()).isTrue();
                }
            }
        }
    }
}
