package dev.multiproc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A session that lives long never comes to the end of its 1024 places, if what is not needed is deleted. */
@ExtendWith(LeavesNothingBehind.class)
class ManyObjectsTest {
    /** In all more than the places. */
    private static final int OF_EACH_KIND = Integer.getInteger("objects", 80);

    @TempDir
    private Path directory;

    private static Map<String, Supplier<Boolean>> lives(Multiprocessing mp) {
        Map<String, Supplier<Boolean>> lives = new TreeMap<>();
        lives.put("queue", () -> mp.queue().delete());
        lives.put("used queue", () -> {
            var queue = mp.<String>joinableQueue("used");
            return queue.add("item") && queue.poll().equals("item") && queue.delete();
        });
        lives.put("lock", () -> mp.lock("lock").delete());
        lives.put("lock with a condition", () -> {
            var lock = mp.lock();
            lock.newCondition();
            return lock.delete();
        });
        lives.put("condition", () -> mp.lock("long-lived").newCondition().delete());
        lives.put("read-write lock", () -> mp.readWriteLock().delete());
        lives.put("semaphore", () -> mp.semaphore(1).delete());
        lives.put("event", () -> mp.event().delete());
        lives.put("latch", () -> mp.latch(1).delete());
        lives.put("barrier", () -> mp.barrier(2, () -> {}).delete());
        lives.put("integer", () -> mp.sharedInteger(1).delete());
        lives.put("long", () -> mp.sharedLong(1).delete());
        lives.put("double", () -> mp.sharedDouble(1).delete());
        lives.put("boolean", () -> mp.sharedBoolean(true).delete());
        lives.put("reference", () -> mp.sharedReference("text").delete());
        lives.put("int array", () -> mp.sharedIntArray(4).delete());
        lives.put("long array", () -> mp.sharedLongArray(4).delete());
        lives.put("double array", () -> mp.sharedDoubleArray(4).delete());
        lives.put("byte array", () -> {
            var array = mp.sharedByteArray(4);
            return array.lock().tryLock() && array.delete();
        });
        lives.put("block", () -> mp.sharedMemory("block", 4).delete());
        return lives;
    }

    @Test
    @Timeout(600)
    void deletedObjectsLeaveNothing() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(directory))) {
            mp.lock("long-lived");
            for (Map.Entry<String, Supplier<Boolean>> each : lives(mp).entrySet()) {
                for (int i = 0; i < OF_EACH_KIND; i++) {
                    assertThat(each.getValue().get()).as(each.getKey()).isTrue();
                }
                assertThat(files()).as(each.getKey()).isEmpty();
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                System.gc();
                assertThat(mappings())
                        .as("what the collector has not found yet")
                        .hasSizeLessThan(100);
            });
        }
    }

    private List<String> mappings() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.exists(maps)
                ? Files.readAllLines(maps).stream()
                        .filter(line -> line.contains(directory.toString()))
                        .toList()
                : List.of();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().matches(".*/(queues|memory|objects)/.+"))
                    .toList();
        }
    }
}
