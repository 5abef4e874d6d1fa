package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many items at once: {@code putAll}, {@code offerAll}, {@code drainTo}. */
interface QueueBatchContract extends QueueScene {
    List<Object> FIVE = List.of(0, 1, 2, 3, 4);

    @ParameterizedTest
    @EnumSource
    default void nothingAtAllIsPutAtOnce(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp());
        it.putAll(List.of());
        assertThat(it.offerAll(List.of(), 1, SECONDS)).isZero();
        assertThat(it).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void putAllWaitsForRoomAndKeepsTheOrder(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp(), 3);
        Actor.Call<Boolean> putting = bert().beginTo(() -> it.putAll(FIVE));
        QueueScene.awaitFullAndAsleep(it, putting);
        assertThat(it).containsExactly(0, 1, 2);
        List<Object> taken = new ArrayList<>();
        while (taken.size() < FIVE.size()) {
            taken.add(it.take());
            assertThat(it.size()).isLessThanOrEqualTo(3);
        }
        putting.result();
        assertThat(taken).isEqualTo(FIVE);
    }

    @ParameterizedTest
    @EnumSource
    default void batchesOfTwoKeepTheirOrders(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp(), 100);
        List<Integer> low = IntStream.range(0, 1_000).boxed().toList();
        List<Integer> high = IntStream.range(1_000, 2_000).boxed().toList();
        List<Actor.Call<Boolean>> putting =
                List.of(bert().beginTo(() -> it.putAll(low)), carl().beginTo(() -> it.putAll(high)));
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < 2_000) {
            taken.add(it.take());
            it.drainTo(taken, 30);
        }
        QueueScene.results(putting);
        assertThat(taken).filteredOn(i -> i < 1_000).isEqualTo(low);
        assertThat(taken).filteredOn(i -> i >= 1_000).isEqualTo(high);
    }

    @ParameterizedTest
    @EnumSource
    default void offerAllPutsWhatFitsAndSaysHowMuch(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp(), 3);
        assertThat(bert().get(() -> it.offerAll(FIVE, 0, SECONDS))).isEqualTo(3);
        assertThat(it.offerAll(FIVE, -1, SECONDS)).isZero();
        assertThat(it).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @EnumSource
    default void offerAllIsNeverEarly(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp(), 3);
        long begin = System.nanoTime();
        assertThat(it.offerAll(FIVE, SHORT.toMillis(), MILLISECONDS)).isEqualTo(3);
        QueueScene.assertNotEarly(begin);
    }

    @ParameterizedTest
    @EnumSource
    default void offerAllEndsAsSoonAsAllIsPut(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp(), 3);
        Actor.Call<Integer> putting = bert().begin(() -> it.offerAll(FIVE, Long.MAX_VALUE, SECONDS));
        QueueScene.awaitFullAndAsleep(it, putting);
        assertThat(it.drainTo(new ArrayList<>(), 2)).isEqualTo(2);
        assertThat(putting.result()).isEqualTo(5);
        assertThat(it).containsExactly(2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    default void thousandsOfItemsGoInAndComeOut(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp());
        List<Integer> items = IntStream.range(0, 10_000).boxed().toList();
        bert().run(() -> it.putAll(IntStream.range(0, 10_000).boxed().toList()));
        List<Integer> taken = new ArrayList<>();
        assertThat(it.drainTo(taken)).isEqualTo(items.size());
        assertThat(taken).isEqualTo(items);
        assertThat(it.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void oneItemThatCannotBeSerializedKeepsAllOut(QueueKind kind) {
        SharedQueue<Object> it = kind.queue(mp());
        assertThatIllegalArgumentException().isThrownBy(() -> it.putAll(List.of("a", new Object())));
        assertThatIllegalArgumentException().isThrownBy(() -> it.offerAll(List.of("a", new Object()), 1, SECONDS));
        assertThat(it).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void drainToTakesAllOrAsManyAsAllowed(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp());
        bert().run(() -> it.putAll(FIVE));
        List<Object> target = new ArrayList<>();
        assertThat(it.drainTo(target, 0)).isZero();
        assertThat(it.drainTo(target, -1)).isZero();
        assertThat(it.drainTo(target, 2)).isEqualTo(2);
        assertThat(it.drainTo(target)).isEqualTo(3);
        assertThat(it.drainTo(target)).isZero();
        assertThat(target).isEqualTo(FIVE);
    }

    @ParameterizedTest
    @EnumSource
    default void whatACollectionRefusesStaysInTheQueue(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp());
        it.putAll(FIVE);
        ArrayBlockingQueue<Object> small = new ArrayBlockingQueue<>(2);
        assertThatIllegalStateException().isThrownBy(() -> it.drainTo(small));
        assertThat(small).containsExactly(0, 1);
        assertThat(it).containsExactly(2, 3, 4);
        assertThat(bert().<Object>get(() -> it.poll())).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("ModifyingCollectionWithItself") // That it is refused is the point.
    default void aQueueIsNotDrainedToItself(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp());
        it.putAll(FIVE);
        assertThatIllegalArgumentException().isThrownBy(() -> it.drainTo(it));
        assertThatIllegalArgumentException().isThrownBy(() -> it.drainTo(it, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> it.addAll(it));
        assertThat(it).containsExactlyElementsOf(FIVE);
    }

    @ParameterizedTest
    @EnumSource
    default void whatIsDrainedFromOneQueueGoesToAnother(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp());
        SharedQueue<Object> other = kind.queue(mp(), 3);
        it.putAll(FIVE);
        assertThat(bert().get(() -> it.drainTo(other, 3))).isEqualTo(3);
        assertThat(other).containsExactly(0, 1, 2);
        assertThat(it).containsExactly(3, 4);
    }
}
