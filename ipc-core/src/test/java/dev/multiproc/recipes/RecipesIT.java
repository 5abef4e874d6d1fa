package dev.multiproc.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.RestartPolicy;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.Signals;
import dev.multiproc.testing.VirtualThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each recipe of {@code docs/recipes.md} does what the document says, also under SIGKILL. */
@ExtendWith(LeavesNothingBehind.class)
class RecipesIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void gracefulEnd(String signal, int exitCode) throws Exception {
        try (ParentProgram program = ParentProgram.start(GracefulEnd.class)) {
            program.awaitLine("cooking order 100");
            Signals.send(signal, program.process().pid());
            assertThat(program.exitCode()).isEqualTo(exitCode);
            assertThat(program.output()).contains("all orders are cooked", "no more orders are taken");
            assertThat(program.errors()).isEmpty();
        }
    }

    @Test
    void supervisor() throws Exception {
        try (ParentProgram program = ParentProgram.start(Supervisor.class)) {
            for (int i = 1; i <= 4; i++) {
                program.awaitLine("worker-" + i + " begins, pid ");
            }
            String third = program.awaitLine("worker-3 begins, pid ");
            Signals.send("KILL", Long.parseLong(third.substring(third.lastIndexOf(' ') + 1)));
            program.awaitLine("worker-3 ended with -9, restart 1 in 100 ms");
            await().until(() -> beginsOfTheThird(program) == 2);
            Signals.send("INT", program.process().pid());
            assertThat(program.exitCode()).isEqualTo(130);
            for (int i = 1; i <= 4; i++) {
                assertThat(program.output()).contains("worker-" + i + " has stopped");
            }
            assertThat(program.errors()).isEmpty();
        }
    }

    private static long beginsOfTheThird(ParentProgram program) throws IOException {
        return program.output().stream()
                .filter(line -> line.startsWith("worker-3 begins"))
                .count();
    }

    @Test
    void poisonItems() throws Exception {
        List<DeadLetter<String>> letters = PoisonItems.process(List.of("a", "poison", "b"));
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).value()).hasValue("poison");
        assertThat(letters.get(0).deliveryCount()).isEqualTo(3);
    }

    private static void say() {
        System.out.println("said");
        System.err.println("warned");
    }

    /** Counts what the loggers of children get. */
    private static final class Counter extends Handler {
        private final CountDownLatch warnings = new CountDownLatch(1);

        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().equals(Level.WARNING) && event.getMessage().equals("warned")) {
                warnings.countDown();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void loggedOutput() throws Exception {
        Logger logger = Logger.getLogger("talker");
        Counter counter = new Counter();
        logger.addHandler(counter);
        logger.setUseParentHandlers(false);
        try (Multiprocessing mp = Multiprocessing.open(LoggedOutput.withLoggedOutput())) {
            mp.process("talker", RecipesIT::say).start().joinOrThrow();
            assertThat(counter.warnings.await(0, TimeUnit.SECONDS)).isTrue();
            assertThat(LoggedOutput.outputOf(mp, RecipesIT::say)).containsExactlyInAnyOrder("said", "warned");
        } finally {
            logger.removeHandler(counter);
        }
    }

    @Test
    void severalThings() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> answers = mp.queue();
            SharedEvent stop = mp.event();
            ChildProcess ends =
                    mp.process(() -> answers.putAll(List.of("a", "b"))).start();
            assertThat(SeveralThings.answersOf(mp, ends, answers, stop)).containsExactly("a", "b");
            ChildProcess waits = mp.process(() -> {
                        answers.put("c");
                        stop.set();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            System.exit(7);
                        }
                    })
                    .start();
            assertThat(SeveralThings.answersOf(mp, waits, answers, stop)).containsExactly("c");
            waits.join();
            assertThat(waits.exitCode()).hasValue(7);
        }
    }

    @ParameterizedTest
    @CsvSource({"KILL, 'MainProcess was killed, its guard tidies up'", "TERM, MainProcess ends in order"})
    void guard(String signal, String said) throws Exception {
        try (ParentProgram program = ParentProgram.start(Guard.class)) {
            program.awaitLine("the guard waits");
            Signals.send(signal, program.process().pid());
            program.awaitLine(said);
            program.awaitFamilysEnd();
        }
    }

    @Test
    void exactlyOnce() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> orders = mp.joinableQueue();
            Path folder = Files.createDirectory(directory.resolve("invoices"));
            String invoices = folder.toString();
            ChildProcess worker = mp.process("worker", () -> ExactlyOnce.work(orders, invoices))
                    .daemon(true)
                    .restart(RestartPolicy.onFailure().withBackOff(Duration.ofMillis(10), Duration.ofSeconds(1)))
                    .start();
            List<String> all =
                    IntStream.range(0, 1_000).mapToObj(i -> "bun " + i).toList();
            orders.putAll(all);
            await().until(() -> orders.size() < 800);
            Signals.send("KILL", worker.pid().orElseThrow());
            assertThat(orders.join(Duration.ofMinutes(1))).isTrue();
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("invoice-")))
                        .extracting(Files::readString)
                        .containsExactlyInAnyOrderElementsOf(
                                all.stream().map(order -> "to pay: " + order).toList());
            }
        }
    }

    @Test
    void resultsBack() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            assertThat(ResultsBack.lengths(mp, List.of("a", "bb", "ccc"))).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    @Test
    void twoPrograms() throws Exception {
        String session = directory.resolve("session").toString();
        try (ParentProgram shop = ParentProgram.start(TwoPrograms.Shop.class, session, "noodles")) {
            shop.awaitLine("1 waiting");
            assertThat(shop.exitCode()).isZero();
        }
        try (ParentProgram kitchen = ParentProgram.start(TwoPrograms.Kitchen.class, session)) {
            kitchen.awaitLine("cooking noodles");
            try (ParentProgram shop = ParentProgram.start(TwoPrograms.Shop.class, session, "soup")) {
                assertThat(shop.exitCode()).isZero();
            }
            kitchen.awaitLine("cooking soup");
            Signals.send("KILL", kitchen.process().pid());
        }
    }

    @Test
    void virtualThreads() throws Exception {
        ExecutorService threads = VirtualThreads.executor();
        try (Multiprocessing mp = Multiprocessing.open();
                ProcessPool pool = mp.pool(2)) {
            List<Integer> questions = IntStream.range(0, 500).boxed().toList();
            assertThat(FromManyThreads.serve(threads, pool, questions))
                    .isEqualTo(questions.stream().map(i -> i * i).toList());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void ownJvm() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> report = mp.queue();
            String home = System.getProperty("java.home");
            OwnJvm.startImport(mp, report, Path.of(home)).joinOrThrow(Duration.ofMinutes(1));
            assertThat(report.take()).isEqualTo("batches of 500, UTC, " + home);
        }
    }

    @Test
    void readySpares() throws Exception {
        assertThat(ReadySpares.isWord("word")).isTrue();
    }
}
