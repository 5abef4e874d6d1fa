package dev.multiproc.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Small items of a plain queue are taken in another way than all others. Nobody sees a difference. */
@Timeout(60)
@ExtendWith(LeavesNothingBehind.class)
class OneStepTakeTest {
    private static final int MANY = 1_000;

    private final Multiprocessing mp = Multiprocessing.open();

    @AfterEach
    void close() {
        mp.close();
    }

    private static List<Object> itemsOfAllKinds() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            items.add(
                    switch (i % 6) {
                        case 0 -> "small " + i;
                        case 1 -> List.of(i);
                        case 2 -> "\u5305\u5b50 " + i;
                        case 3 -> "x".repeat(5_000) + i;
                        case 4 -> "";
                        default -> "y".repeat(i % 60 == 5 ? 70_000 : 4_096);
                    });
        }
        return items;
    }

    @Test
    void itemsOfAllKindsComeInTheirOrder() throws InterruptedException {
        SharedQueue<Object> it = mp.queue();
        List<Object> items = itemsOfAllKinds();
        it.putAll(items);
        for (Object item : items) {
            assertThat(it.take()).isEqualTo(item);
        }
        assertThat(it.poll()).isNull();
    }

    @Test
    void andAreDrainedInTheirOrderToListsAndOtherCollections() throws InterruptedException {
        SharedQueue<Object> it = mp.queue();
        List<Object> items = itemsOfAllKinds();
        for (Collection<Object> target : List.of(new ArrayList<>(), new ArrayDeque<>())) {
            it.putAll(items);
            for (int left = MANY; left > 0; left -= 50) {
                assertThat(it.drainTo(target, 50)).isEqualTo(50);
                assertThat(it).hasSize(left - 50);
            }
            assertThat(target).containsExactlyElementsOf(items);
        }
        it.putAll(items);
        List<Object> all = new ArrayList<>();
        assertThat(it.drainTo(all)).isEqualTo(MANY);
        assertThat(all).isEqualTo(items);
        assertThat(it.drainTo(all)).isZero();
    }

    @Test
    void severalWhoDrainGetEachItemOnce() throws InterruptedException, ExecutionException {
        SharedQueue<String> it = mp.queue();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<String>>> parts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                parts.add(threads.submit(() -> drainUntilShutdown(it)));
            }
            List<String> items = new ArrayList<>();
            for (int i = 0; i < 20 * MANY; i++) {
                items.add("item " + i);
            }
            for (int i = 0; i < items.size(); i += 10) {
                it.putAll(items.subList(i, i + 10));
            }
            it.shutdown();
            List<String> taken = new ArrayList<>();
            for (Future<List<String>> part : parts) {
                taken.addAll(part.get());
            }
            assertThat(taken).containsExactlyInAnyOrderElementsOf(items);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> drainUntilShutdown(SharedQueue<String> queue) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(queue.take());
                queue.drainTo(taken, 17);
            }
        } catch (QueueShutdownException e) {
            return taken;
        }
    }

    @Test
    void bytesAreTheTakersOwn() throws InterruptedException {
        SharedQueue<byte[]> it = mp.queue();
        it.put("one".getBytes(UTF_8));
        it.put("two".getBytes(UTF_8));
        it.put(new byte[0]);
        byte[] first = it.take();
        byte[] second = it.take();
        assertThat(first).isEqualTo("one".getBytes(UTF_8));
        assertThat(second).isEqualTo("two".getBytes(UTF_8));
        assertThat(it.take()).isEmpty();
    }

    /** All consumers write one count, so it is written now and then only; who asks gets the right one. */
    @Test
    void theSizeIsExactAfterEachItem() throws InterruptedException {
        SharedQueue<String> it = mp.queue();
        for (int i = 0; i < MANY; i++) {
            it.put("item");
        }
        for (int left = MANY - 1; left >= 0; left--) {
            it.take();
            assertThat(it.size()).isEqualTo(left);
        }
        assertThat(it.isEmpty()).isTrue();
        assertThat(it.peek()).isNull();
    }

    @Test
    void anInterruptEndsATakeThoughAnItemWaits() throws InterruptedException {
        SharedQueue<String> it = mp.queue();
        it.put("item");
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(it::take);
        assertThat(it.take()).isEqualTo("item");
    }
}
