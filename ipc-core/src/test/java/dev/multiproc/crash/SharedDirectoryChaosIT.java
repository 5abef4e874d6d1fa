package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that share a base directory: they open sessions with children, clean, read what is there as a backup does, and are
 * killed and replaced. Nobody's session goes while he lives, no open fails, and in the end nothing is left.
 *
 * <p>The seed is printed; {@code -Dchaos.seed} repeats it.
 */
@ExtendWith(LeavesNothingBehind.class)
class SharedDirectoryChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int PROGRAMS = 3;
    private static final int KILLS = 3;
    private static final long LIMIT_SECONDS = 20;

    @TempDir
    private Path directory;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.directories.rounds", 1));
    }

    /** Goes on until it is killed, or told to end by a file. What it finds wrong it prints. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            Path base = Path.of(arguments[0]);
            Random random = new Random(Long.parseLong(arguments[1]));
            Options options = Options.defaults().withBaseDirectory(base);
            for (int i = 0; i == 0 || !Files.exists(Path.of(arguments[0] + ".end")); i++) {
                try (Multiprocessing mp = Multiprocessing.open(options)) {
                    use(mp, options, base, random);
                }
                System.out.println("session " + i);
            }
        }

        private static void use(Multiprocessing mp, Options options, Path base, Random random) throws Exception {
            JoinableQueue<Integer> work = mp.joinableQueue();
            SharedQueue<String> done = mp.queue();
            work.put(1);
            var held = work.receive();
            mp.process(() -> {
                        done.put("ready");
                        if (work.poll(200, TimeUnit.MILLISECONDS) != null) {
                            System.out.println("WRONG: a child was given what its parent holds");
                        }
                        done.put("done");
                    })
                    .daemon(true)
                    .start();
            require(done, "ready");
            switch (random.nextInt(3)) {
                case 0 -> Multiprocessing.clean(options, false);
                case 1 -> readAll(base);
                default -> Multiprocessing.open(options).close();
            }
            require(done, "done");
            held.done();
        }

        private static void require(SharedQueue<String> queue, String answer) throws InterruptedException {
            String got = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!answer.equals(got)) {
                System.out.println("WRONG: " + got + " instead of " + answer);
            }
        }

        private static void readAll(Path base) throws IOException {
            try (Stream<Path> files = Files.walk(base)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.readAllBytes(file);
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                // Another program's session went meanwhile.
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void nobodysSessionGoesWhileHeLives(int round) throws Exception {
        long seed = SEED + round - 1;
        System.out.println("round " + round + ", to repeat it: -Dchaos.directories.rounds=1 -Dchaos.seed=" + seed);
        Random random = new Random(seed);
        Path base = directory.resolve("base");
        List<ParentProgram> programs = new ArrayList<>();
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                programs.add(start(base, random));
            }
            for (int i = 0; i < KILLS; i++) {
                int place = random.nextInt(PROGRAMS);
                programs.get(place).awaitLine("session");
                LockSupport.parkNanos(random.nextInt(300_000_000));
                programs.get(place).process().destroyForcibly();
                assertRight(programs.get(place));
                programs.get(place).close();
                programs.set(place, start(base, random));
            }
            Files.createFile(Path.of(base + ".end"));
            for (ParentProgram program : programs) {
                assertThat(program.exitCode()).as(program.errors().toString()).isZero();
                assertRight(program);
            }
        } finally {
            for (ParentProgram program : programs) {
                program.close();
            }
        }
        // The children of the last one that was killed may live for a second, and their session as long.
        await().untilAsserted(() -> assertAllCleaned(base));
        Files.delete(Path.of(base + ".end"));
    }

    private static void assertAllCleaned(Path base) throws IOException {
        Multiprocessing.clean(Options.defaults().withBaseDirectory(base), false);
        try (Stream<Path> left = Files.list(base)) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    private static ParentProgram start(Path base, Random random) throws IOException {
        return ParentProgram.start(Program.class, base.toString(), Long.toString(random.nextLong()));
    }

    private static void assertRight(ParentProgram program) throws IOException {
        assertThat(program.output()).noneMatch(line -> line.startsWith("WRONG"));
        assertThat(program.errors()).isEmpty();
    }
}
