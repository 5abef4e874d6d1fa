package dev.multiproc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Objects of a durable session whose words are in files, since their places were used before. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class DurableObjectsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void make() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            Places.useAll(mp);
            JoinableQueue<String> queue =
                    mp.joinableQueue("queue", QueueOptions.bounded(5).withSyncToDisk(true));
            queue.put("taken");
            queue.put("waiting");
            assertThat(queue.take()).isEqualTo("taken");
            mp.sharedLong("number", 7);
            mp.sharedReference("text", "old").set("new");
            mp.lock("lock").lock();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().matches(".*/(queues|memory|objects)/.+"))
                    .toList();
        }
    }

    @Test
    void theySurviveAndEndWhenTheyAreDeleted() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            SharedQueue<String> queue = mp.joinableQueue("queue");
            assertThat(queue.take()).isEqualTo("taken");
            assertThat(queue.take()).isEqualTo("waiting");
            assertThat(queue.remainingCapacity()).isEqualTo(5);
            assertThat(mp.sharedLong("number", 0).get()).isEqualTo(7);
            assertThat(mp.sharedReference("text", "").get()).isEqualTo("new");
            assertThat(mp.lock("lock").tryLock()).isTrue();
            assertThat(queue.delete()).isTrue();
            assertThat(mp.sharedLong("number", 0).delete()).isTrue();
            assertThat(mp.sharedReference("text", "").delete()).isTrue();
        }
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> mp.openOnly().queue("queue"));
            assertThat(mp.lock("lock").delete()).isTrue();
            assertThat(files()).isEmpty();
            assertThat(mp.joinableQueue("queue")).isEmpty();
        }
    }

    @Test
    void strayDirectoriesOfDeletedQueuesAreRemoved() throws Exception {
        Path stray = Files.createDirectories(directory.resolve("queues").resolve("old.7"));
        Files.createFile(stray.resolve("file"));
        Path unknown = Files.createDirectories(directory.resolve("queues").resolve("unknown"));
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            assertThat(mp.joinableQueue("queue")).hasSize(2);
            assertThat(stray).doesNotExist();
            assertThat(unknown).exists();
        }
    }

    @Test
    void lostWordsAreRefusedAndNotChanged() throws Exception {
        Path words = files().stream()
                .filter(path -> path.toString().endsWith(".words"))
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(words);
        Files.delete(words);
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(directory))
                .withMessageContaining("words")
                .withMessageContaining(words.getFileName().toString())
                .withMessageContaining("--damaged");
        Files.write(words, content);
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            assertThat(mp.sharedLong("number", 0).get()).isEqualTo(7);
        }
        Files.write(words, new byte[3]);
        assertThat(Multiprocessing.salvage(directory)).anyMatch(line -> line.contains("kept: nothing"));
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            assertThat(mp.joinableQueue("queue")).isEmpty();
        }
    }
}
