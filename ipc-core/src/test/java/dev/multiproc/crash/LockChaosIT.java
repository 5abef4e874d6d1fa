package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessInfo;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes use a lock; one that is known to hold it, since it was stopped first, is killed and replaced, over and over. No
 * two are ever inside, each death is told to exactly one next owner, and the lock is soon free.
 *
 * <p>The seed is printed; {@code -Dchaos.seed} repeats it. The profile {@code chaos} makes 200 rounds of it.
 */
@ExtendWith(LeavesNothingBehind.class)
class LockChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 12);
    private static final int CREW = 3;
    private static final Duration PROGRESS = Duration.ofSeconds(30);

    /** What the crew writes under the lock, and the test reads. */
    private static final int INSIDE = 0;

    private static final int FIRST_COUNT = 8;
    private static final int SECOND_COUNT = 16;
    private static final int VIOLATIONS = 24;
    private static final int RECOVERIES = 32;
    private static final int RECOVERED_NANOS = 40;
    /** One for each place in the crew: how often it was inside. */
    private static final int USES = 64;

    private static final int LENGTH = 128;
    /** So often each is inside before the next fault: the new one is up and running then. */
    private static final int PACE = 5;

    @TempDir
    private Path directory;

    /** Uses the lock until it is killed. */
    record Worker(SharedLock lock, String file, int place) implements ProcessTask {
        @Override
        public void run() throws Exception {
            MappedRegion region = MappedRegion.map(Path.of(file));
            Random random = new Random();
            while (true) {
                lock.lock();
                try {
                    use(region, random.nextInt(200_000));
                } finally {
                    lock.unlock();
                }
            }
        }

        private void use(MappedRegion region, int nanos) {
            boolean ownerDied = lock.ownerDied();
            boolean isWhole =
                    region.getLong(INSIDE) == 0 && region.getLong(FIRST_COUNT) == region.getLong(SECOND_COUNT);
            if (!isWhole && !ownerDied) {
                add(region, VIOLATIONS);
            }
            region.setLong(INSIDE, ProcessHandle.current().pid());
            if (ownerDied) {
                region.setLong(SECOND_COUNT, region.getLong(FIRST_COUNT));
                region.setLong(RECOVERED_NANOS, System.nanoTime());
                add(region, RECOVERIES);
            }
            add(region, FIRST_COUNT);
            add(region, USES + place * Long.BYTES);
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            add(region, SECOND_COUNT);
            region.setLong(INSIDE, 0);
        }

        private static void add(MappedRegion region, int offset) {
            region.setLongVolatile(offset, region.getLongVolatile(offset) + 1);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void noTwoAreInsideAndEachDeathIsToldOnce() throws Exception {
        System.out.println("lock chaos, to repeat it: -Dchaos.rounds=" + ROUNDS + " -Dchaos.seed=" + SEED);
        Random random = new Random(SEED);
        Path file = Files.write(directory.resolve("counts"), new byte[LENGTH]);
        MappedRegion region = MappedRegion.map(file);
        long[] nanos = new long[ROUNDS];
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLock lock = mp.lock();
            List<ChildProcess> crew = new ArrayList<>();
            for (int i = 0; i < CREW; i++) {
                crew.add(start(mp, lock, file, i));
            }
            for (int round = 0; round < ROUNDS; round++) {
                awaitPace(region);
                LockSupport.parkNanos(random.nextInt(20_000_000));
                ChildProcess victim = stopHolder(lock, crew, random);
                long begin = System.nanoTime();
                victim.kill();
                long recoveries = round + 1L;
                await().atMost(PROGRESS)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> region.getLongVolatile(RECOVERIES) == recoveries);
                nanos[round] = region.getLongVolatile(RECOVERED_NANOS) - begin;
                victim.join();
                int place = crew.indexOf(victim);
                crew.set(place, start(mp, lock, file, place));
            }
            crew.forEach(ChildProcess::kill);
        }
        assertThat(region.getLongVolatile(VIOLATIONS)).isZero();
        assertThat(region.getLongVolatile(RECOVERIES)).isEqualTo(ROUNDS);
        Arrays.sort(nanos);
        System.out.printf(
                "  %d uses, %d deaths told; free again after %.0f ms in the median, %.0f ms at most%n",
                region.getLongVolatile(FIRST_COUNT), ROUNDS, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS - 1] / 1e6);
        assertThat(Duration.ofNanos(nanos[ROUNDS / 2])).isLessThan(Duration.ofMillis(100));
    }

    private static void awaitPace(MappedRegion region) {
        for (int place = 0; place < CREW; place++) {
            int offset = USES + place * Long.BYTES;
            long before = region.getLongVolatile(offset);
            await().atMost(PROGRESS)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> region.getLongVolatile(offset) >= before + PACE);
        }
    }

    private static ChildProcess start(Multiprocessing mp, SharedLock lock, Path file, int place) {
        return mp.process(new Worker(lock, file.toString(), place)).daemon(true).start();
    }

    /** Stops members of the crew until one stands still with the lock. */
    private static ChildProcess stopHolder(SharedLock lock, List<ChildProcess> crew, Random random) throws Exception {
        while (true) {
            ChildProcess candidate = crew.get(random.nextInt(crew.size()));
            long pid = candidate.pid().orElseThrow();
            Signals.send("STOP", pid);
            if (lock.owner().map(ProcessInfo::pid).filter(owner -> owner == pid).isPresent()) {
                return candidate;
            }
            Signals.send("CONT", pid);
        }
    }
}
