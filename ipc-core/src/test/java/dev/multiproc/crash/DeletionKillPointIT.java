package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.ObjectDeletedException;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.object.ObjectKillPoint;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.KillPointSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended while it deletes an object: the object is gone, with all that belongs to it. */
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // The lock is gone.
class DeletionKillPointIT extends KillPointContract {
    private Path session() {
        String text = mp.toString();
        return Path.of(text.substring(text.indexOf("directory=") + "directory=".length(), text.length() - 1));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(session())) {
            return all.filter(path ->
                            path.toString().matches(".*/(queues|memory|objects)/.+") && !path.endsWith("opening"))
                    .toList();
        }
    }

    @ParameterizedTest
    @KillPointSource(names = {"OBJECT_DELETED.*", "OBJECT_DELETION_COUNTED", "OBJECT_FILES_DELETED"})
    void aQueueIsGone(KillPoint point) throws Exception {
        JoinableQueue<String> queue =
                mp.joinableQueue("queue", QueueOptions.unbounded().withMaxDeliveries(1));
        queue.put("item");
        queue.receive().retry();
        queue.put("x".repeat(100_000));
        SharedQueue<String> letters = queue.deadLetters();
        Actor.Call<Boolean> taker = anna.beginTo(() -> {
                    letters.take();
                    letters.take();
                })
                .awaitAsleep();
        kill(point, queue::delete);
        assertThat(taker.failure()).isInstanceOf(ObjectDeletedException.class);
        await().atMost(PATIENCE).untilAsserted(() -> assertThatExceptionOfType(ObjectDeletedException.class)
                .isThrownBy(queue::poll));
        assertThat(queue.delete()).isFalse();
        assertThat(letters.delete()).isFalse();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(files()).isEmpty());
        JoinableQueue<String> next = mp.joinableQueue("queue");
        next.put("new");
        assertThat(next.take()).isEqualTo("new");
        assertThat(next.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @KillPointSource(names = {"OBJECT_DELETED.*", "OBJECT_DELETION_COUNTED", "OBJECT_FILES_DELETED", "MEMORY_REMOVED"})
    void whatHasPartsAndFilesIsGone(KillPoint point) throws Exception {
        SharedIntArray array = mp.sharedIntArray("array", new int[] {1});
        SharedLock arrayLock = array.lock();
        SharedLock lock = mp.lock("lock");
        SharedCondition condition = lock.newCondition("condition");
        SharedBarrier barrier = mp.barrier("barrier", 2, () -> {});
        kill(point, array::delete);
        if (point == ObjectKillPoint.OBJECT_DELETED) {
            kill(point, lock::delete);
            kill(point, barrier::delete);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(condition::signal);
                assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(barrier::isBroken);
            });
            assertThat(mp.lock("lock").newCondition("condition").lock().tryLock())
                    .isTrue();
            assertThat(mp.barrier("barrier", 1).await()).isZero();
        }
        assertThat(array.get(0)).isEqualTo(1);
        assertThat(array.delete()).isFalse();
        await().atMost(PATIENCE).untilAsserted(() -> assertThatExceptionOfType(ObjectDeletedException.class)
                .isThrownBy(arrayLock::tryLock));
        assertThat(files())
                .filteredOn(path -> path.toString().contains("array"))
                .isEmpty();
        assertThat(mp.sharedIntArray("array", 2).length()).isEqualTo(2);
    }

    /** The first object at a place has no file of words, so all places are used first. */
    @ParameterizedTest
    @KillPointSource(names = {"OBJECT_RESERVED", "OBJECT_WORDS_MADE", "OBJECT_FILES_DELETED"})
    void wordsInFilesAreGoneToo(KillPoint point) throws Exception {
        for (int i = 0; i < 1024; i++) {
            mp.sharedInteger(i).delete();
        }
        kill(point, () -> Multiprocessing.current().lock("made").delete());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(files()).isEmpty());
        SharedLock made = mp.createOnly().lock("made");
        assertThat(made.tryLock()).isTrue();
        assertThat(files()).hasSize(1);
    }
}
