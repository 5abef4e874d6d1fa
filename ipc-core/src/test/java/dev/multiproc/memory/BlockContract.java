package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.queue.SharedQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** What Python's {@code SharedMemory} does. */
abstract class BlockContract extends MemoryContract {
    @Test
    void whatOneWritesTheOthersRead() throws Exception {
        SharedMemory block = mp.sharedMemory(1001);
        assertThat(block.size()).isEqualTo(1001);
        ByteBuffer buffer = block.buffer();
        assertThat(buffer.capacity()).isEqualTo(1001);
        assertThat(buffer.order()).isEqualTo(ByteOrder.nativeOrder());
        bert.run(() -> block.buffer().putInt(8, 0x01020304).put(1000, (byte) 5));
        assertThat(buffer.getInt(8)).isEqualTo(0x01020304);
        assertThat(carl.get(() -> block.buffer().get(1000))).isEqualTo((byte) 5);
        assertThat(carl.get(() -> block.buffer().getLong(16))).isZero();
        buffer.position(3).order(ByteOrder.BIG_ENDIAN);
        assertThat(block.buffer().position()).isZero();
        assertThat(block.buffer().order()).isEqualTo(ByteOrder.nativeOrder());
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        for (long size : new long[] {0, -1, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mp.sharedMemory(size))
                    .withMessageContaining("bytes=" + size);
        }
    }

    @Test
    void aNamedOneIsFound() throws Exception {
        SharedMemory block = mp.sharedMemory("found", 16);
        bert.run(() -> block.buffer().put(0, (byte) 7));
        assertThat(mp.sharedMemory("found")).isSameAs(block);
        assertThat(mp.sharedMemory("found", 16)).isSameAs(block);
        assertThat(block.buffer().get(0)).isEqualTo((byte) 7);
        assertThat(block.name()).isEqualTo("found");
        assertThat(block).hasToString("SharedMemory[name=found, length=16]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedMemory("found", 17))
                .withMessageContaining("length=16")
                .withMessageContaining("asked for=17");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedByteArray("found", 16))
                .withMessageContaining("SharedMemory")
                .withMessageContaining("SharedByteArray");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> mp.sharedMemory("not there"))
                .withMessageContaining("not there");
        mp.sharedLong("a long", 1);
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedMemory("a long"));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedMemory("a/b"));
        assertThatNullPointerException().isThrownBy(() -> mp.sharedMemory(null));
    }

    @Test
    void aDeletedOneIsFoundNoMoreButGoesOnForThoseWhoHaveIt() throws Exception {
        SharedMemory block = mp.sharedMemory("deleted", 16);
        bert.run(() -> block.buffer().put(0, (byte) 1));
        assertThat(carl.succeeds(block::delete)).isTrue();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> mp.sharedMemory("deleted"));
        assertThat(block.delete()).isFalse();
        ByteBuffer kept = block.buffer();
        assertThat(kept.get(0)).isEqualTo((byte) 1);

        // Its name is free, also for another size or kind.
        SharedMemory next = mp.sharedMemory("deleted", 32);
        assertThat(next).isNotSameAs(block);
        assertThat(next.buffer().get(0)).isZero();
        bert.run(() -> next.buffer().put(0, (byte) 2));
        kept.put(0, (byte) 3);
        assertThat(next.buffer().get(0)).isEqualTo((byte) 2);
        assertThat(block.delete()).isFalse();
        assertThat(next.delete()).isTrue();
        assertThat(mp.sharedLong("deleted", 5).get()).isEqualTo(5);
    }

    @Test
    void aDeletedOneDoesNotArrive() throws Exception {
        SharedQueue<SharedMemory> queue = mp.queue();
        SharedMemory block = mp.sharedMemory(16);
        queue.put(block);
        assertThat(block.delete()).isTrue();
        assertThat(bert.failureOf(queue::take)).hasStackTraceContaining("no such object");
    }

    @Test
    void oneOfManyDeletesIt() throws Exception {
        SharedInteger deleted = mp.sharedInteger(0);
        for (int i = 0; i < 20; i++) {
            String name = "wanted" + i;
            mp.sharedMemory(name, 8);
            together(() -> deleted.addAndGet(deleteIfThere(name) ? 1 : 0));
            assertThat(deleted.get()).isEqualTo(i + 1);
        }
    }

    private static boolean deleteIfThere(String name) {
        try {
            return session().sharedMemory(name).delete();
        } catch (NoSuchElementException e) {
            return false;
        }
    }

    @Test
    void thePlaceOfADeletedOneIsUsedAgain() {
        // More than a session's objects.
        for (int i = 0; i < 1100; i++) {
            assertThat(mp.sharedMemory(8).delete()).isTrue();
        }
    }

    /** Each finds it or makes it, writes to what it has, and deletes it, while others do the same. */
    @Test
    void theNameMayBeGivenAnewAtAnyTime() throws Exception {
        together(() -> {
            for (int i = 0; i < 200; i++) {
                SharedMemory block = session().sharedMemory("fleeting", 64);
                block.buffer().put(i % 64, (byte) i);
                block.delete();
            }
        });
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> mp.sharedMemory("fleeting"));
    }

    @Test
    void aClosedOneIsRefusedAndFoundAnew() throws Exception {
        SharedMemory block = mp.sharedMemory("closed", 16);
        ByteBuffer view = block.buffer();
        block.close();
        block.close();
        assertThatIllegalStateException().isThrownBy(block::buffer).withMessageContaining("closed");
        view.put(0, (byte) 4);
        SharedMemory again = mp.sharedMemory("closed");
        assertThat(again).isNotSameAs(block);
        assertThat(bert.get(() -> again.buffer().get(0))).isEqualTo((byte) 4);
        assertThat(block.delete()).isTrue();
        assertThat(again.delete()).isFalse();
    }
}
