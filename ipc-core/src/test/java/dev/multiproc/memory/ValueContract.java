package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

abstract class ValueContract extends MemoryContract {
    private static final int STEPS = 300;
    private static final int ROUNDS = Rounds.of(20_000);

    // ---------------------------------------------------------------- one step after the other

    @Test
    void aLongDoesWhatAnAtomicLongDoes() throws Exception {
        Random random = seeded();
        SharedLong value = mp.sharedLong(7);
        AtomicLong model = new AtomicLong(7);
        for (int i = 0; i < STEPS; i++) {
            int method = random.nextInt(17);
            long argument = random.nextInt(3) == 0 ? model.get() : random.nextLong();
            long expected = LongSteps.inModel(model, method, argument);
            assertThat(someone(random).get(() -> LongSteps.inShared(value, method, argument)))
                    .as("step %d, method %d", i, method)
                    .isEqualTo(expected);
            assertThat(value.get()).as("after step %d, method %d", i, method).isEqualTo(model.get());
        }
    }

    @Test
    void anIntegerDoesWhatAnAtomicIntegerDoes() throws Exception {
        Random random = seeded();
        SharedInteger value = mp.sharedInteger(-1);
        AtomicInteger model = new AtomicInteger(-1);
        for (int i = 0; i < STEPS; i++) {
            int method = random.nextInt(17);
            int argument = random.nextInt(3) == 0 ? model.get() : random.nextInt();
            int expected = IntegerSteps.inModel(model, method, argument);
            assertThat(someone(random).get(() -> IntegerSteps.inShared(value, method, argument)))
                    .as("step %d, method %d", i, method)
                    .isEqualTo(expected);
            assertThat(value.get()).as("after step %d, method %d", i, method).isEqualTo(model.get());
        }
    }

    @Test
    void aBooleanDoesWhatAnAtomicBooleanDoes() throws Exception {
        Random random = seeded();
        SharedBoolean value = mp.sharedBoolean(true);
        AtomicBoolean model = new AtomicBoolean(true);
        for (int i = 0; i < STEPS; i++) {
            int method = random.nextInt(9);
            boolean argument = random.nextBoolean();
            boolean expected = BooleanSteps.inModel(model, method, argument);
            assertThat(someone(random).succeeds(() -> BooleanSteps.inShared(value, method, argument)))
                    .as("step %d, method %d", i, method)
                    .isEqualTo(expected);
            assertThat(value.get()).as("after step %d, method %d", i, method).isEqualTo(model.get());
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
    void aDoubleIsReadWrittenAndAddedTo() throws Exception {
        SharedDouble value = mp.sharedDouble(0.5);
        assertThat(bert.get(value::get)).isEqualTo(0.5);
        assertThat(bert.get(() -> value.getAndAdd(1.25))).isEqualTo(0.5);
        assertThat(carl.get(() -> value.addAndGet(-2))).isEqualTo(-0.25);
        assertThat(bert.get(() -> value.getAndSet(1e300))).isEqualTo(-0.25);
        assertThat(carl.get(() -> value.updateAndGet(x -> x * 1e300))).isInfinite();
        assertThat(bert.get(() -> value.getAndUpdate(x -> 3))).isInfinite();
        assertThat(carl.get(() -> value.accumulateAndGet(4, Math::max))).isEqualTo(4);
        assertThat(carl.get(() -> value.getAndAccumulate(2, Math::min))).isEqualTo(4);
        bert.run(() -> value.setRelease(6));
        assertThat(value.getAcquire()).isEqualTo(6);
        bert.run(() -> value.lazySet(7));
        assertThat(value.getPlain()).isEqualTo(7);
        bert.run(() -> value.setPlain(8.5));
        assertThat(carl.get(() -> value.compareAndExchange(8, 9))).isEqualTo(8.5);
        assertThat(carl.get(() -> value.compareAndExchange(8.5, 9))).isEqualTo(8.5);
        assertThat(value).hasToString("9.0");
    }

    @Test
    void doublesAreComparedBitByBit() throws Exception {
        SharedDouble value = mp.sharedDouble(0.0);
        assertThat(bert.succeeds(() -> value.compareAndSet(-0.0, 1))).isFalse();
        assertThat(bert.succeeds(() -> value.compareAndSet(0.0, Double.NaN))).isTrue();
        assertThat(carl.get(() -> value.updateAndGet(x -> Double.isNaN(x) ? 2 : 3)))
                .isEqualTo(2);
        value.set(Double.NaN);
        assertThat(carl.succeeds(() -> value.compareAndSet(Double.NaN, 4))).isTrue();
        assertThat(value.get()).isEqualTo(4);
    }

    /** As in C, and as {@link AtomicInteger}. */
    @Test
    void overflowWrapsAround() throws Exception {
        SharedInteger number = mp.sharedInteger(Integer.MAX_VALUE);
        assertThat(bert.get(number::incrementAndGet)).isEqualTo(Integer.MIN_VALUE);
        SharedLong large = mp.sharedLong(Long.MIN_VALUE);
        assertThat(bert.get(large::decrementAndGet)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theyAreNumbers() {
        assertThat(mp.sharedLong((1L << 32) + 5))
                .hasToString("4294967301")
                .extracting(Number::intValue, Number::longValue, Number::floatValue, Number::doubleValue)
                .containsExactly(5, 4294967301L, (float) (1L << 32), 4294967301d);
        assertThat(mp.sharedInteger(-3))
                .hasToString("-3")
                .extracting(Number::intValue, Number::longValue, Number::floatValue, Number::doubleValue)
                .containsExactly(-3, -3L, -3f, -3d);
        assertThat(mp.sharedDouble(-2.75))
                .hasToString("-2.75")
                .extracting(Number::intValue, Number::longValue, Number::floatValue, Number::doubleValue)
                .containsExactly(-2, -2L, -2.75f, -2.75d);
        assertThat(mp.sharedBoolean(true)).hasToString("true");
    }

    @Test
    void aFunctionIsCalledAgainIfAnotherWasQuicker() {
        SharedLong value = mp.sharedLong(1);
        AtomicInteger calls = new AtomicInteger();
        long result = value.updateAndGet(seen -> {
            if (calls.getAndIncrement() == 0) {
                value.set(10);
            }
            return seen * 2;
        });
        assertThat(result).isEqualTo(20);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aFunctionThatThrowsOrIsMissingChangesNothing() {
        SharedInteger value = mp.sharedInteger(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value.updateAndGet(seen -> {
                    throw new IllegalArgumentException("no");
                }));
        assertThatNullPointerException().isThrownBy(() -> value.getAndUpdate(null));
        assertThatNullPointerException().isThrownBy(() -> value.accumulateAndGet(2, null));
        assertThat(value.get()).isEqualTo(1);
    }

    // ---------------------------------------------------------------- all at a time

    @Test
    void noAdditionIsLost() throws Exception {
        SharedLong count = mp.sharedLong(0);
        SharedInteger small = mp.sharedInteger(0);
        SharedDouble sum = mp.sharedDouble(0);
        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                count.getAndAdd(3);
                small.incrementAndGet();
                sum.addAndGet(0.5);
            }
        });
        assertThat(count.get()).isEqualTo(3L * 3 * ROUNDS);
        assertThat(small.get()).isEqualTo(3 * ROUNDS);
        assertThat(sum.get()).isEqualTo(0.5 * 3 * ROUNDS);
    }

    @Test
    void noUpdateIsLost() throws Exception {
        SharedLong count = mp.sharedLong(0);
        SharedInteger largest = mp.sharedInteger(Integer.MIN_VALUE);
        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                count.updateAndGet(seen -> seen + 1);
                largest.accumulateAndGet(i, Math::max);
            }
        });
        assertThat(count.get()).isEqualTo(3L * ROUNDS);
        assertThat(largest.get()).isEqualTo(ROUNDS - 1);
    }

    @Test
    void oneOnlySucceeds() throws Exception {
        SharedBoolean taken = mp.sharedBoolean(false);
        SharedInteger winners = mp.sharedInteger(0);
        SharedInteger round = mp.sharedInteger(0);
        together(() -> {
            for (int i = 1; i <= 1000; i++) {
                if (taken.compareAndSet(false, true)) {
                    winners.getAndIncrement();
                    round.set(i);
                    taken.set(false);
                }
            }
        });
        assertThat(winners.get()).isBetween(1, 3000);
        assertThat(taken.get()).isFalse();
    }

    // ---------------------------------------------------------------- names and handles

    @Test
    void aNamedOneIsFoundAndKeepsItsValue() throws Exception {
        SharedLong value = mp.sharedLong("tally", 5);
        value.incrementAndGet();
        assertThat(mp.sharedLong("tally", 99)).isSameAs(value);
        assertThat(mp.sharedLong("tally", 99).get()).isEqualTo(6);
        assertThat(value.name()).isEqualTo("tally");
        assertThat(mp.sharedLong(0).name()).isNotEqualTo(mp.sharedLong(0).name());
    }

    @Test
    void aNameOfAnotherKindIsRefusedAndBothAreSaid() {
        mp.sharedLong("taken", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedDouble("taken", 1))
                .withMessageContaining("taken")
                .withMessageContaining("SharedLong")
                .withMessageContaining("SharedDouble");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.queue("taken"))
                .withMessageContaining("SharedLong")
                .withMessageContaining("SharedQueue");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedBoolean("a/b", true));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> mp.sharedInteger("a!b", 1));
        assertThatNullPointerException().isThrownBy(() -> mp.sharedInteger(null, 1));
    }

    @Test
    void theyPassThroughAQueueAndArriveAsThemselves() throws Exception {
        SharedQueue<List<Object>> queue = mp.queue();
        SharedInteger number = mp.sharedInteger(1);
        SharedBoolean flag = mp.sharedBoolean(false);
        queue.put(List.of(number, flag));
        List<Object> here = queue.take();
        assertThat(here.get(0)).isSameAs(number);
        assertThat(here.get(1)).isSameAs(flag);
        queue.put(here);
        bert.run(() -> {
            List<Object> there = queue.take();
            ((SharedInteger) there.get(0)).set(42);
            ((SharedBoolean) there.get(1)).set(true);
        });
        assertThat(number.get()).isEqualTo(42);
        assertThat(flag.get()).isTrue();
    }
}
