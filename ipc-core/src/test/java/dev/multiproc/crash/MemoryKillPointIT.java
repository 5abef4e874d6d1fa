package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.memory.MemoryKillPoint;
import dev.multiproc.internal.park.ParkKillPoint;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.memory.SharedMemory;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.KillPointSource;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended while it makes or changes what lies in shared memory. */
@ExtendWith(LeavesNothingBehind.class)
class MemoryKillPointIT {
    private static final int GRANDCHILDREN = 20;
    private static final int LENGTH = 100_000;
    private static final int PROCESSES = 4;
    private static final int TIMES = 100_000;

    @TempDir
    private Path directory;

    /** Makes an array, and is ended meanwhile. */
    record Maker(String killAt) implements ProcessTask {
        @Override
        public void run() {
            KillSwitch.arm(killAt);
            Multiprocessing.current().sharedIntArray("made", LENGTH).set(0, 1);
        }
    }

    @ParameterizedTest
    @KillPointSource(names = {"MEMORY_BEGUN", "MEMORY_WRITTEN", "MEMORY_NAMED", "OBJECT_RESERVED"})
    void anArrayThatIsHalfMadeHarmsNobody(KillPoint point) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(directory))) {
            ChildProcess victim = mp.process(new Maker(point.name())).start();
            victim.join();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            assertThat(memoryFiles()).as("swept").isEmpty();
            int[] values = new int[LENGTH];
            values[LENGTH - 1] = 5;
            SharedIntArray array = mp.sharedIntArray("made", values);
            assertThat(array.toArray()).isEqualTo(values);
            assertThat(memoryFiles()).containsExactly("made");
        }
    }

    @Test
    void aBlockThatIsHalfDeletedHarmsNobody() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(directory))) {
            SharedMemory block = mp.sharedMemory("block", 100);
            ChildProcess victim = mp.process(() -> {
                        KillSwitch.arm(MemoryKillPoint.MEMORY_REMOVED.name());
                        block.delete();
                    })
                    .start();
            victim.join();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            assertThat(memoryFiles()).as("swept").isEmpty();
            assertThat(block.delete()).isFalse();
            assertThat(mp.sharedMemory("block", 200).size()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @KillPointSource(names = {"MEMORY_SET_WRITTEN", "MEMORY_SET_PUBLISHED", "SWEEP_LOCK_TAKEN"})
    void aReferenceThatIsHalfWrittenIsWhole(KillPoint point) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedReference<String> reference = mp.sharedReference("old");
            String killAt =
                    point == ParkKillPoint.SWEEP_LOCK_TAKEN ? MemoryKillPoint.MEMORY_SET_WRITTEN.name() : point.name();
            Setter setter = new Setter(reference, killAt);
            ChildProcess victim = mp.process(
                            point == ParkKillPoint.SWEEP_LOCK_TAKEN ? new SetterSweeper(setter, point.name()) : setter)
                    .start();
            victim.join();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            assertThat(reference.get()).isEqualTo(point == MemoryKillPoint.MEMORY_SET_PUBLISHED ? "new" : "old");
            reference.set("next");
            assertThat(reference.compareAndSet("next", "last")).isTrue();
            assertThat(reference.get()).isEqualTo("last");
        }
    }

    /** Writes a reference, and is ended meanwhile. */
    record Setter(SharedReference<String> reference, String killAt) implements ProcessTask {
        @Override
        public void run() {
            KillSwitch.arm(killAt);
            reference.set("new");
        }
    }

    /** Has children that are ended while they write, and is ended while it sweeps one, unless another was quicker. */
    record SetterSweeper(Setter setter, String killAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            for (int i = 0; i < GRANDCHILDREN; i++) {
                Multiprocessing.current().process(setter).start().join();
            }
        }
    }

    @Test
    void theLockOfAnArrayIsFreeAgainWhenItsHolderIsKilled() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedIntArray array = mp.sharedIntArray(2);
            ChildProcess victim = mp.process(() -> {
                        array.lock().lock();
                        array.set(0, 1);
                        new CountDownLatch(1).await();
                    })
                    .start();
            await().atMost(Duration.ofSeconds(30)).until(() -> array.get(0) == 1);
            SharedLock lock = array.lock();
            assertThat(lock.tryLock()).isFalse();
            victim.kill();
            lock.lock();
            try {
                assertThat(lock.ownerDied()).isTrue();
                assertThat(array.toArray()).containsExactly(1, 0);
            } finally {
                lock.unlock();
            }
            victim.join();
        }
    }

    /** Writers are killed all the time, and others take their place. */
    @Test
    void readersOfWritersThatAreKilledSeeWholeValues() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedReference<byte[]> reference = mp.sharedReference(new byte[1]);
            SharedLong writes = mp.sharedLong(0);
            for (int round = 0; round < 10; round++) {
                long before = writes.get();
                ChildProcess writer =
                        mp.process(() -> writeForEver(reference, writes)).start();
                while (writes.get() < before + 500) {
                    byte[] value = reference.get();
                    assertThat(value).containsOnly(value[0]);
                }
                writer.kill();
                writer.join();
            }
        }
    }

    private static void writeForEver(SharedReference<byte[]> reference, SharedLong writes) {
        while (true) {
            int number = (int) writes.getAndIncrement();
            byte[] value = new byte[1 + number * 7919 % 20_000];
            Arrays.fill(value, (byte) number);
            reference.set(value);
        }
    }

    private List<String> memoryFiles() throws IOException {
        try (Stream<Path> sessions = Files.walk(directory)) {
            return sessions.filter(
                            path -> path.getParent().getFileName().toString().equals("memory"))
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void theSumOfManyProcessesIsExact() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLong sum = mp.sharedLong(0);
            SharedIntArray perProcess = mp.sharedIntArray(PROCESSES);
            List<ChildProcess> children = adders(mp, sum, perProcess);
            for (ChildProcess child : children) {
                child.join();
                assertThat(child.exitCode()).hasValue(0);
            }
            assertThat(sum.get()).isEqualTo(3L * PROCESSES * TIMES);
            assertThat(perProcess.toArray()).containsOnly(TIMES);
        }
    }

    private static List<ChildProcess> adders(Multiprocessing mp, SharedLong sum, SharedIntArray perProcess) {
        return Stream.iterate(0, i -> i + 1)
                .limit(PROCESSES)
                .map(i -> mp.process(() -> {
                            for (int n = 0; n < TIMES; n++) {
                                sum.getAndAdd(3);
                                perProcess.incrementAndGet(i);
                            }
                        })
                        .start())
                .toList();
    }

    /** Each process adds to the sum first and then counts, so that it is ahead of its count by one addition at most. */
    @Test
    void thoseKilledLeaveWhatTheyHadAdded() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLong sum = mp.sharedLong(0);
            SharedIntArray perProcess = mp.sharedIntArray(PROCESSES);
            List<ChildProcess> children = endless(mp, sum, perProcess);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> perProcess.stream().allMatch(count -> count > TIMES / 10));
            children.forEach(ChildProcess::kill);
            for (ChildProcess child : children) {
                child.join();
            }
            long counted = perProcess.stream().asLongStream().sum();
            assertThat(sum.get() % 3).isZero();
            assertThat(sum.get() / 3).isBetween(counted, counted + PROCESSES);
        }
    }

    private static List<ChildProcess> endless(Multiprocessing mp, SharedLong sum, SharedIntArray perProcess) {
        return Stream.iterate(0, i -> i + 1)
                .limit(PROCESSES)
                .map(i -> mp.process(() -> {
                            while (true) {
                                sum.getAndAdd(3);
                                perProcess.incrementAndGet(i);
                            }
                        })
                        .start())
                .toList();
    }
}
