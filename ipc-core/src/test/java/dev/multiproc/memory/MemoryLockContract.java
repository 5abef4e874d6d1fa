package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.Actor;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code get_lock()} is for. */
abstract class MemoryLockContract extends MemoryContract {
    private static final int ROUNDS = 1000;

    /** Something that a lock belongs to. */
    private interface Locked extends Actor.Work<SharedLock> {}

    @Test
    void workOfSeveralStepsIsDoneByOneAtATime() throws Exception {
        SharedLong value = mp.sharedLong(0);
        SharedIntArray array = mp.sharedIntArray(2);
        SharedMemory block = mp.sharedMemory(8);
        together(() -> {
            ByteBuffer bytes = block.buffer();
            for (int i = 0; i < ROUNDS; i++) {
                SharedLock lock = value.lock();
                lock.lock();
                try {
                    value.setPlain(value.getPlain() + 1);
                    array.setPlain(0, array.getPlain(0) + 1);
                    array.setPlain(1, array.getPlain(1) - 1);
                    bytes.putLong(0, bytes.getLong(0) + 2);
                } finally {
                    lock.unlock();
                }
            }
        });
        assertThat(value.get()).isEqualTo(3 * ROUNDS);
        assertThat(array.toArray()).containsExactly(3 * ROUNDS, -3 * ROUNDS);
        assertThat(block.buffer().getLong(0)).isEqualTo(6 * ROUNDS);
    }

    @Test
    void eachHasALockOfItsOwnThatIsTheSameForAll() throws Exception {
        SharedInteger integer = mp.sharedInteger(0);
        SharedLong named = mp.sharedLong("x".repeat(80), 0);
        SharedDouble number = mp.sharedDouble(0);
        SharedBoolean flag = mp.sharedBoolean(false);
        SharedReference<String> reference = mp.sharedReference("");
        SharedByteArray array = mp.sharedByteArray(1);
        SharedMemory block = mp.sharedMemory(1);
        List<Locked> all = List.of(
                integer::lock, named::lock, number::lock, flag::lock, reference::lock, array::lock, block::lock);
        for (Locked one : all) {
            assertThat(one.get()).isSameAs(one.get());
            bert.run(() -> one.get().lock());
            assertThat(carl.succeeds(() -> one.get().tryLock())).isFalse();
            for (Locked other : all) {
                assertThat(other.get().isLocked()).isEqualTo(other == one);
            }
            bert.run(() -> one.get().unlock());
            assertThat(carl.succeeds(() -> one.get().tryLock())).isTrue();
            carl.run(() -> one.get().unlock());
        }
    }

    /** It is a lock for those who take it, and no more. */
    @Test
    void methodsDoNotWaitForTheLock() throws Exception {
        SharedLong value = mp.sharedLong(1);
        SharedReference<String> reference = mp.sharedReference("a");
        bert.run(() -> value.lock().lock());
        bert.run(() -> reference.lock().lock());
        assertThat(carl.get(value::incrementAndGet)).isEqualTo(2);
        assertThat(carl.get(() -> reference.updateAndGet(seen -> seen + "b"))).isEqualTo("ab");
        bert.run(() -> value.lock().unlock());
        bert.run(() -> reference.lock().unlock());
    }

    @Test
    void aClosedArrayStillHasItsLock() throws Exception {
        SharedIntArray array = mp.sharedIntArray("locked", 1);
        SharedLock lock = array.lock();
        array.close();
        assertThat(array.lock()).isSameAs(lock);
        assertThat(mp.sharedIntArray("locked", 1).lock()).isSameAs(lock);
    }
}
