package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

abstract class ArrayContract extends MemoryContract {
    private static final int LENGTH = 7;
    private static final int STEPS = 300;
    private static final int ROUNDS = Rounds.of(20_000);

    // ---------------------------------------------------------------- elements, one step after the other

    @Test
    void anArrayOfLongsDoesWhatAnAtomicLongArrayDoes() throws Exception {
        Random random = seeded();
        SharedLongArray array = mp.sharedLongArray(LENGTH);
        AtomicLongArray model = new AtomicLongArray(LENGTH);
        for (int i = 0; i < STEPS; i++) {
            int method = random.nextInt(LongArraySteps.METHODS);
            int index = random.nextInt(LENGTH);
            long argument = random.nextInt(3) == 0 ? model.get(index) : random.nextLong();
            long expected = LongArraySteps.inModel(model, method, index, argument);
            assertThat(someone(random).get(() -> LongArraySteps.inShared(array, method, index, argument)))
                    .as("step %d, method %d", i, method)
                    .isEqualTo(expected);
            assertThat(array.get(index)).isEqualTo(model.get(index));
        }
        assertThat(array.stream().toArray()).isEqualTo(array.toArray());
        assertThat(array.toArray()).isEqualTo(all(model));
    }

    private static long[] all(AtomicLongArray model) {
        long[] copy = new long[model.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = model.get(i);
        }
        return copy;
    }

    @Test
    void anArrayOfIntsDoesWhatAnAtomicIntegerArrayDoes() throws Exception {
        Random random = seeded();
        SharedIntArray array = mp.sharedIntArray(LENGTH);
        AtomicIntegerArray model = new AtomicIntegerArray(LENGTH);
        for (int i = 0; i < STEPS; i++) {
            int method = random.nextInt(IntArraySteps.METHODS);
            int index = random.nextInt(LENGTH);
            int argument = random.nextInt(3) == 0 ? model.get(index) : random.nextInt();
            int expected = IntArraySteps.inModel(model, method, index, argument);
            assertThat(someone(random).get(() -> IntArraySteps.inShared(array, method, index, argument)))
                    .as("step %d, method %d", i, method)
                    .isEqualTo(expected);
            assertThat(array.get(index)).isEqualTo(model.get(index));
        }
    }

    @Test
    void anArrayOfBytesDoesTheSame() throws Exception {
        Random random = seeded();
        SharedByteArray array = mp.sharedByteArray(LENGTH);
        byte[] model = new byte[LENGTH];
        for (int i = 0; i < 2 * STEPS; i++) {
            int method = random.nextInt(ByteArraySteps.METHODS);
            int index = random.nextInt(LENGTH);
            byte argument = random.nextInt(3) == 0 ? model[index] : (byte) random.nextInt();
            byte expected = ByteArraySteps.inModel(model, method, index, argument);
            assertThat(someone(random).get(() -> ByteArraySteps.inShared(array, method, index, argument)))
                    .as("step %d, method %d", i, method)
                    .isEqualTo(expected);
            assertThat(array.toArray()).as("step %d, method %d", i, method).isEqualTo(model);
        }
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        return new Random(seed);
    }

    private Actor someone(Random random) {
        return everybody().get(random.nextInt(3));
    }

    @Test
    void anArrayOfDoublesIsReadWrittenAndAddedTo() throws Exception {
        SharedDoubleArray array = mp.sharedDoubleArray(new double[] {0, 0.5, Double.NaN});
        assertThat(bert.get(() -> array.getAndAdd(1, 1.25))).isEqualTo(0.5);
        assertThat(carl.get(() -> array.addAndGet(1, -2))).isEqualTo(-0.25);
        assertThat(bert.get(() -> array.getAndSet(0, 4))).isZero();
        assertThat(carl.succeeds(() -> array.compareAndSet(2, Double.NaN, 3))).isTrue();
        assertThat(carl.succeeds(() -> array.compareAndSet(2, 0, 3))).isFalse();
        assertThat(carl.get(() -> array.compareAndExchange(2, 3, 9))).isEqualTo(3);
        bert.run(() -> array.setPlain(0, 5));
        assertThat(array.getPlain(0)).isEqualTo(5);
        bert.run(() -> array.setRelease(0, 6));
        assertThat(array.getAcquire(0)).isEqualTo(6);
        bert.run(() -> array.lazySet(0, 7));
        assertThat(carl.get(() -> array.updateAndGet(0, x -> x / 2))).isEqualTo(3.5);
        assertThat(carl.get(() -> array.getAndUpdate(0, x -> 1))).isEqualTo(3.5);
        assertThat(carl.get(() -> array.accumulateAndGet(0, 8, Math::max))).isEqualTo(8);
        assertThat(carl.get(() -> array.getAndAccumulate(0, 2, Math::min))).isEqualTo(8);
        array.set(1, -0.0);
        assertThat(array.stream().sum()).isEqualTo(11);
        assertThat(array.toArray()).containsExactly(2, -0.0, 9);
        assertThat(array.buffer().get(2)).isEqualTo(9);
        array.set(1, new double[] {1, 2});
        assertThat(bert.get(() -> array.toArray(1, 3))).containsExactly(1, 2);
    }

    // ---------------------------------------------------------------- all at a time

    @Test
    void noAdditionIsLost() throws Exception {
        SharedIntArray ints = mp.sharedIntArray(2);
        SharedDoubleArray doubles = mp.sharedDoubleArray(2);
        SharedLongArray longs = mp.sharedLongArray(2);
        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                ints.getAndAdd(1, 2);
                longs.updateAndGet(1, seen -> seen + 1);
                doubles.addAndGet(1, 0.5);
            }
        });
        assertThat(ints.toArray()).containsExactly(0, 6 * ROUNDS);
        assertThat(longs.toArray()).containsExactly(0, 3L * ROUNDS);
        assertThat(doubles.toArray()).containsExactly(0, 1.5 * ROUNDS);
    }

    /** A byte is changed together with the word that it is in. */
    @Test
    void bytesBesideEachOtherDoNotDisturbEachOther() throws Exception {
        SharedByteArray array = mp.sharedByteArray(4);
        List<Actor.Call<Boolean>> calls =
                List.of(anna.begin(() -> count(array, 0)), bert.begin(() -> count(array, 1)), carl.begin(() -> {
                    for (int i = 1; i <= ROUNDS; i++) {
                        array.setPlain(2, (byte) i);
                        array.buffer().put(3, (byte) -i);
                        if (array.get(2) != (byte) i || array.get(3) != (byte) -i) {
                            return false;
                        }
                    }
                    return true;
                }));
        for (Actor.Call<Boolean> call : calls) {
            assertThat(call.result()).isTrue();
        }
        assertThat(array.toArray()).containsExactly((byte) ROUNDS, (byte) ROUNDS, (byte) ROUNDS, (byte) -ROUNDS);
    }

    private static boolean count(SharedByteArray array, int index) {
        for (int i = 0; i < ROUNDS; i++) {
            if (array.getAndIncrement(index) != (byte) i) {
                return false;
            }
        }
        return true;
    }

    // ---------------------------------------------------------------- ranges and views

    @Test
    void rangesAreReadAndWritten() throws Exception {
        SharedIntArray ints = mp.sharedIntArray(new int[] {1, 2, 3, 4, 5});
        bert.run(() -> ints.set(1, new int[] {0, 20, 30, 0}, 1, 2));
        int[] target = new int[4];
        ints.get(0, target, 1, 3);
        assertThat(target).containsExactly(0, 1, 20, 30);
        assertThat(carl.get(() -> ints.toArray(2, 5))).containsExactly(30, 4, 5);
        assertThat(carl.get(() -> ints.stream().sum())).isEqualTo(60);
        SharedByteArray bytes = mp.sharedByteArray(new byte[] {1, 2, 3, 4, 5});
        bert.run(() -> bytes.set(1, new byte[] {20, 30}));
        byte[] some = new byte[3];
        bytes.get(1, some);
        assertThat(some).containsExactly(20, 30, 4);
        assertThat(bytes.stream().sum()).isEqualTo(60);
        SharedLongArray longs = mp.sharedLongArray(new long[] {1, -2, 3});
        longs.set(2, new long[] {1L << 40});
        assertThat(bert.get(() -> longs.stream().max().getAsLong())).isEqualTo(1L << 40);
        assertThat(bert.get(() -> longs.toArray(3, 3))).isEmpty();
    }

    @Test
    void aViewShowsTheElements() throws Exception {
        SharedIntArray ints = mp.sharedIntArray(new int[] {3, 1, 2});
        IntBuffer view = ints.buffer();
        assertThat(view.capacity()).isEqualTo(3);
        bert.run(() -> ints.set(0, 0x01020304));
        assertThat(view.get(0)).isEqualTo(0x01020304);
        view.put(2, 7);
        assertThat(carl.get(() -> ints.get(2))).isEqualTo(7);
        view.position(2);
        assertThat(ints.buffer().position()).isZero();
        SharedByteArray bytes = mp.sharedByteArray(5);
        ByteBuffer bytesView = bytes.buffer();
        assertThat(bytesView.capacity()).isEqualTo(5);
        assertThat(bytesView.order()).isEqualTo(ByteOrder.nativeOrder());
        bytesView.put((byte) 9).put((byte) 8);
        assertThat(bert.get(() -> bytes.toArray())).containsExactly(9, 8, 0, 0, 0);
        assertThat(mp.sharedLongArray(new long[] {5}).buffer().get(0)).isEqualTo(5);
    }

    @Test
    void valuesAreCopied() {
        int[] values = {1, 2};
        SharedIntArray array = mp.sharedIntArray(values);
        values[0] = 5;
        array.toArray()[1] = 6;
        assertThat(array.toArray()).containsExactly(1, 2);
        assertThat(mp.sharedDoubleArray(new double[] {1.5}).toArray()).containsExactly(1.5);
        assertThat(mp.sharedLongArray(new long[] {Long.MIN_VALUE}).get(0)).isEqualTo(Long.MIN_VALUE);
        assertThat(mp.sharedByteArray(new byte[] {-1}).get(0)).isEqualTo((byte) -1);
    }

    @Test
    void indexesOutsideAreRefused() {
        SharedIntArray ints = mp.sharedIntArray(3);
        SharedByteArray bytes = mp.sharedByteArray(3);
        List<ThrowingCallable> calls = List.of(
                () -> ints.get(3),
                () -> ints.get(-1),
                () -> ints.get(Integer.MAX_VALUE),
                () -> ints.get(Integer.MIN_VALUE),
                () -> ints.set(3, 1),
                () -> ints.getPlain(3),
                () -> ints.setPlain(3, 1),
                () -> ints.getAcquire(3),
                () -> ints.setRelease(3, 1),
                () -> ints.getAndSet(3, 1),
                () -> ints.compareAndSet(3, 0, 1),
                () -> ints.getAndAdd(-1, 1),
                () -> ints.updateAndGet(3, seen -> 1),
                () -> ints.get(2, new int[2]),
                () -> ints.get(0, new int[2], 1, 2),
                () -> ints.get(0, new int[2], 0, -1),
                () -> ints.set(2, new int[2]),
                () -> ints.set(-1, new int[1]),
                () -> ints.toArray(2, 1),
                () -> ints.toArray(0, 4),
                () -> bytes.get(3),
                () -> bytes.set(3, (byte) 1),
                () -> bytes.setRelease(-1, (byte) 1),
                () -> bytes.setPlain(3, (byte) 1),
                () -> bytes.getPlain(3),
                () -> bytes.get(1, new byte[3]),
                () -> bytes.set(1, new byte[3]),
                () -> bytes.buffer().get(3),
                () -> mp.sharedLongArray(1).getAndAdd(1, 1),
                () -> mp.sharedDoubleArray(1).getAndAdd(1, 1));
        for (ThrowingCallable call : calls) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(call);
        }
        assertThat(ints.toArray()).containsOnly(0);
        assertThat(bytes.toArray()).containsOnly(0);
    }

    // ---------------------------------------------------------------- lengths, names and handles

    @Test
    void lengthsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedIntArray(-1))
                .withMessageContaining("negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedIntArray(1 << 29))
                .withMessageContaining("too long")
                .withMessageContaining("2147483648 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedLongArray(Integer.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedDoubleArray(1 << 28));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedByteArray(Integer.MAX_VALUE));
    }

    @Test
    void anArrayMayBeEmpty() throws Exception {
        SharedDoubleArray empty = mp.sharedDoubleArray(0);
        assertThat(bert.get(empty::length)).isZero();
        assertThat(bert.get(() -> empty.toArray())).isEmpty();
        assertThat(mp.sharedByteArray(new byte[0]).buffer().capacity()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> empty.get(0));
    }

    @Test
    void aNamedOneIsFoundAndKeepsItsElements() throws Exception {
        SharedIntArray array = mp.sharedIntArray("grid", new int[] {1, 2, 3});
        bert.run(() -> array.set(1, 20));
        assertThat(mp.sharedIntArray("grid", 3)).isSameAs(array);
        assertThat(mp.sharedIntArray("grid", new int[3]).toArray()).containsExactly(1, 20, 3);
        assertThat(array.name()).isEqualTo("grid");
        assertThat(array).hasToString("SharedIntArray[name=grid, length=3]");
    }

    @Test
    void anotherKindOrLengthIsRefusedAndBothAreSaid() {
        mp.sharedIntArray("numbers", 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedIntArray("numbers", 4))
                .withMessageContaining("numbers")
                .withMessageContaining("length=3")
                .withMessageContaining("asked for=4");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedIntArray("numbers", new int[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedLongArray("numbers", 3))
                .withMessageContaining("SharedIntArray")
                .withMessageContaining("SharedLongArray");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedLong("numbers", 3));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedIntArray("a/b", 3));
    }

    @Test
    void itPassesThroughAQueueAndArrivesAsItself() throws Exception {
        SharedQueue<Object> queue = mp.queue();
        SharedLongArray array = mp.sharedLongArray(new long[] {1, 2});
        queue.put(array);
        assertThat(queue.take()).isSameAs(array);
        queue.put(array);
        bert.run(() -> ((SharedLongArray) queue.take()).set(0, 42));
        assertThat(array.toArray()).containsExactly(42, 2);
    }

    // ---------------------------------------------------------------- the end

    @Test
    void aClosedOneIsRefusedAndFoundAnew() throws Exception {
        SharedIntArray array = mp.sharedIntArray("closed", new int[] {1, 2});
        bert.run(() -> array.set(0, 10));
        IntBuffer view = array.buffer();
        array.close();
        array.close();
        List<ThrowingCallable> calls = List.of(
                () -> array.get(0),
                () -> array.set(0, 1),
                () -> array.getAndAdd(0, 1),
                () -> array.toArray(),
                () -> array.stream(),
                () -> array.buffer(),
                () -> array.length());
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining("closed");
        }
        view.put(1, 20);
        SharedIntArray again = mp.sharedIntArray("closed", 2);
        assertThat(again).isNotSameAs(array);
        assertThat(again.toArray()).containsExactly(10, 20);
    }
}
