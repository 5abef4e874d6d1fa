package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.codec.Codec;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items from nothing to 64 MiB. */
@ExtendWith(LeavesNothingBehind.class)
class ItemSizesTest {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** Items are bytes; so an item may have none. */
    public static final class Bytes implements Codec {
        @Override
        public byte[] encode(Object item) {
            return (byte[]) item;
        }

        @Override
        public Object decode(byte[] bytes) {
            return bytes;
        }
    }

    @TempDir
    Path base;

    private Multiprocessing open() {
        return Multiprocessing.open(Options.defaults().withBaseDirectory(base).withCodec(new Bytes()));
    }

    private static byte[] item(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 60 * KIB - 1, 60 * KIB, 60 * KIB + 1, 100 * KIB, 128 * KIB, MIB, 64 * MIB})
    void anItemComesOutAsItWentIn(int size) throws InterruptedException {
        try (Multiprocessing session = open()) {
            JoinableQueue<byte[]> queue = session.joinableQueue();
            byte[] item = item(size, size);
            queue.put(item);
            assertThat(queue.size()).isEqualTo(1);
            assertThat(queue.peek()).isEqualTo(item);
            assertThat(queue.iterator().next()).isEqualTo(item);
            try (Delivery<byte[]> delivery = queue.receive()) {
                delivery.retry();
            }
            assertThat(queue.take()).isEqualTo(item);
            queue.taskDone();
            queue.join();
        }
    }

    @Test
    void itemsOfAllSizesKeepTheirOrder() throws InterruptedException {
        List<Integer> sizes = List.of(0, 100 * KIB, 60 * KIB, 3, 2 * MIB, 0, 60 * KIB, 60 * KIB, 60 * KIB, MIB, 1);
        try (Multiprocessing session = open()) {
            SharedQueue<byte[]> queue = session.queue();
            for (int round = 0; round < 20; round++) {
                for (int size : sizes) {
                    queue.put(item(size, round));
                }
                for (int size : sizes) {
                    assertThat(queue.take()).isEqualTo(item(size, round));
                }
            }
        }
    }

    @Test
    void aLargeItemsFileIsUsedAgainWhenTheItemIsFinished() throws InterruptedException, IOException {
        try (Multiprocessing session = open()) {
            JoinableQueue<byte[]> queue = session.joinableQueue(1);
            queue.put(item(MIB, 1));
            assertThat(largeFiles()).hasSize(1);
            assertThat(queue.offer(item(MIB, 2))).isFalse();
            assertThat(largeFiles()).as("a put that failed leaves no file").hasSize(1);
            queue.take();
            assertThat(largeFiles()).as("it may have to be given to another").hasSize(1);
            queue.taskDone();
            assertThat(largeFiles()).hasSize(1);
            for (int round = 0; round < 3; round++) {
                // A shorter one behind a longer one in the same file.
                byte[] item = item(MIB / 2 + round, round);
                queue.put(item);
                assertThat(largeFiles()).hasSize(1);
                assertThat(queue.take()).isEqualTo(item);
                queue.taskDone();
            }
        }
        try (Stream<Path> left = Files.list(base)) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void fewFilesOfLargeItemsAreKept() throws InterruptedException, IOException {
        try (Multiprocessing session = open()) {
            SharedQueue<byte[]> queue = session.queue();
            for (int i = 0; i < 20; i++) {
                queue.put(item(MIB, i));
            }
            queue.put(item(8 * MIB, 20));
            for (int i = 0; i <= 20; i++) {
                queue.take();
            }
            assertThat(largeFiles())
                    .hasSizeLessThanOrEqualTo(4)
                    .allMatch(file -> file.toFile().length() <= 4 * MIB);
        }
    }

    private List<Path> largeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(
                            file -> file.getParent().getFileName().toString().equals("large"))
                    .toList();
        }
    }
}
