package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches that are large for the log; what {@code putAll} and {@code offerAll} do see {@link QueueBatchContract}. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class BulkPutTest {
    private static final long STREAMED_BYTES = 200L * 1024 * 1024;

    private final Setting setting;

    private Multiprocessing session;

    BulkPutTest(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void open() {
        session = setting.open();
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Logs are written again, and stay mapped meanwhile: whoever looked into the wrong one, or one too early, would see it here. */
    @Test
    void batchesGoThroughManyFilesOfTheLog() throws InterruptedException {
        SharedQueue<byte[]> stream = setting.queue(session, QueueOptions.unbounded());
        long seed = System.nanoTime();
        System.out.println("BulkPutTest: seed=" + seed);
        Random random = new Random(seed);
        long put = 0;
        long taken = 0;
        for (long bytes = 0; bytes < STREAMED_BYTES; ) {
            List<byte[]> batch = new ArrayList<>();
            for (int i = random.nextInt(400); i >= 0; i--) {
                byte[] item = item(put + batch.size(), random.nextInt(8) == 0 ? 60_000 : 600);
                batch.add(item);
                bytes += item.length;
            }
            stream.putAll(batch);
            put += batch.size();
            List<byte[]> drained = new ArrayList<>();
            stream.drainTo(drained, random.nextInt(800));
            for (byte[] item : drained) {
                assertThat(item).isEqualTo(item(taken, item.length));
                Setting.finish(stream);
                taken++;
            }
        }
        assertThat(stream.size()).isEqualTo((int) (put - taken));
    }

    /** One that tells its number. */
    private static byte[] item(long number, int length) {
        byte[] item = new byte[length];
        Arrays.fill(item, (byte) (number * 31));
        return item;
    }

    @Test
    void largeAndSmallItemsKeepTheirOrder() throws InterruptedException {
        SharedQueue<byte[]> mixed = setting.queue(session, QueueOptions.unbounded());
        List<byte[]> items = IntStream.range(0, 40)
                .mapToObj(i -> new byte[i % 3 == 0 ? 70_000 + i : i])
                .toList();
        mixed.putAll(items);
        for (byte[] item : items) {
            assertThat(mixed.take()).hasSameSizeAs(item);
        }
        assertThat(mixed.poll()).isNull();
    }

    @Test
    void thousandsOfItemsGoInAndComeOut() throws InterruptedException {
        SharedQueue<Integer> endless = setting.queue(session, QueueOptions.unbounded());
        List<Integer> items = IntStream.range(0, 50_000).boxed().toList();
        endless.putAll(items);
        List<Integer> taken = new ArrayList<>();
        assertThat(endless.drainTo(taken)).isEqualTo(items.size());
        assertThat(taken).isEqualTo(items);
    }
}
