package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.Actor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the contract of arrays tests with views, without them. */
final class RedisArrays {
    private static final int ROUNDS = 300;

    private RedisArrays() {}

    static void haveNoView(Multiprocessing mp) {
        List<ThrowingCallable> views = List.of(
                () -> mp.sharedIntArray(2).buffer(),
                () -> mp.sharedLongArray(2).buffer(),
                () -> mp.sharedDoubleArray(2).buffer(),
                () -> mp.sharedByteArray(2).buffer());
        for (ThrowingCallable view : views) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(view)
                    .withMessageContaining("use get, set and toArray");
        }
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> mp.sharedMemory(8))
                .withMessageContaining("use an array");
    }

    static void ofDoubles(Multiprocessing mp) {
        SharedDoubleArray array = mp.sharedDoubleArray(new double[] {0, 0.5, Double.NaN});
        assertThat(array.getAndAdd(1, 1.25)).isEqualTo(0.5);
        assertThat(array.addAndGet(1, -2)).isEqualTo(-0.25);
        assertThat(array.compareAndSet(2, Double.NaN, 3)).isTrue();
        assertThat(array.compareAndSet(2, 0, 3)).isFalse();
        assertThat(array.getAndSet(0, 4)).isZero();
        array.set(1, -0.0);
        assertThat(array.stream().sum()).isEqualTo(7);
        assertThat(array.toArray()).containsExactly(4, -0.0, 3);
        array.set(1, new double[] {1, 2});
        assertThat(array.toArray(1, 3)).containsExactly(1, 2);
    }

    static void bytesBesideEachOther(Multiprocessing mp, Actor one, Actor other) throws InterruptedException {
        SharedByteArray array = mp.sharedByteArray(3);
        Actor.Call<Boolean> first = one.begin(() -> count(array, 0));
        Actor.Call<Boolean> second = other.begin(() -> count(array, 1));
        assertThat(first.result()).isTrue();
        assertThat(second.result()).isTrue();
        assertThat(array.toArray()).containsExactly((byte) ROUNDS, (byte) ROUNDS, (byte) 0);
    }

    private static boolean count(SharedByteArray array, int index) {
        for (int i = 0; i < ROUNDS; i++) {
            if (array.getAndIncrement(index) != (byte) i) {
                return false;
            }
        }
        return true;
    }

    static void refuseIndexesOutside(Multiprocessing mp) {
        SharedIntArray ints = mp.sharedIntArray(3);
        List<ThrowingCallable> calls = List.of(
                () -> ints.get(3),
                () -> ints.get(-1),
                () -> ints.set(3, 1),
                () -> ints.getAndSet(3, 1),
                () -> ints.compareAndSet(3, 0, 1),
                () -> ints.getAndAdd(-1, 1),
                () -> ints.get(2, new int[2]),
                () -> ints.get(0, new int[2], 1, 2),
                () -> ints.get(0, new int[2], 0, -1),
                () -> ints.set(2, new int[2]),
                () -> ints.set(-1, new int[1]),
                () -> ints.toArray(2, 1),
                () -> ints.toArray(0, 4),
                () -> mp.sharedByteArray(3).get(1, new byte[3]),
                () -> mp.sharedLongArray(1).getAndAdd(1, 1),
                () -> mp.sharedDoubleArray(1).getAndAdd(1, 1));
        for (ThrowingCallable call : calls) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(call);
        }
        assertThat(ints.toArray()).containsOnly(0);
    }

    static void areClosed(Multiprocessing mp) {
        SharedIntArray array = mp.sharedIntArray("closed", new int[] {1, 2});
        array.close();
        array.close();
        List<ThrowingCallable> calls = List.of(
                () -> array.get(0),
                () -> array.set(0, 1),
                () -> array.getAndAdd(0, 1),
                () -> array.toArray(),
                () -> array.buffer(),
                () -> array.length());
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining("closed");
        }
        SharedIntArray again = mp.sharedIntArray("closed", 2);
        assertThat(again).isNotSameAs(array);
        assertThat(again.toArray()).containsExactly(1, 2);
    }

    static void refuseLengths(Multiprocessing mp) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedIntArray(-1))
                .withMessageContaining("negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedIntArray(1 << 29))
                .withMessageContaining("too long")
                .withMessageContaining("2147483648 bytes");
    }
}
