package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.testing.Actor;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much a queue holds, and what is seen of it without taking. */
interface QueueBoundContract extends QueueScene {
    @ParameterizedTest
    @EnumSource
    default void sizesFollowEveryPutAndTakeOfAnybody(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 2);
        assertSizes(it, 0, 2);
        bert().run(() -> it.put("a"));
        assertSizes(it, 1, 1);
        anna().run(() -> it.put("b"));
        assertSizes(it, 2, 0);
        carl().run(() -> it.take());
        assertSizes(it, 1, 1);
        bert().run(() -> it.clear());
        assertSizes(it, 0, 2);
    }

    private void assertSizes(SharedQueue<String> queue, int size, int room) throws InterruptedException {
        for (Actor actor : List.of(anna(), bert())) {
            assertThat(actor.get(() -> queue.size())).isEqualTo(size);
            assertThat(actor.succeeds(() -> queue.isEmpty())).isEqualTo(size == 0);
            assertThat(actor.succeeds(() -> queue.isFull())).isEqualTo(room == 0);
            assertThat(actor.get(() -> queue.remainingCapacity())).isEqualTo(room);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aQueueWithoutABoundIsNeverFull(QueueKind kind) throws InterruptedException {
        for (QueueOptions options : List.of(QueueOptions.unbounded(), QueueOptions.bounded(0))) {
            SharedQueue<String> it = kind.queue(mp(), options);
            assertThat(it.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
            it.add("a");
            for (Actor actor : List.of(anna(), bert())) {
                assertThat(actor.succeeds(() -> it.isFull())).isFalse();
                assertThat(actor.get(() -> it.remainingCapacity())).isEqualTo(Integer.MAX_VALUE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    default void theSizeIsNeverMoreThanTheCapacity(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp(), 3);
        int count = 600;
        List<Actor.Call<Boolean>> putting =
                List.of(anna().beginTo(() -> putMany(it, count)), bert().beginTo(() -> putMany(it, count)));
        for (int i = 0; i < 2 * count; i++) {
            assertThat(it.size()).isBetween(0, 3);
            it.take();
        }
        QueueScene.results(putting);
        assertThat(it.size()).isZero();
    }

    private static void putMany(SharedQueue<Integer> queue, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            queue.put(i);
        }
    }

    @Test
    default void whatIsInFlightTakesNoRoom() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(1);
        it.put("a");
        Delivery<String> a = it.receive();
        assertThat(it.isFull()).isFalse();
        assertThat(bert().succeeds(() -> it.offer("b"))).isTrue();
        assertThat(it.isFull()).isTrue();
        a.done();
        assertThat(it).containsExactly("b");
    }

    @Test
    default void whatIsGivenBackToAFullQueueIsTakenInAndNobodyPutsUntilThereIsRoom() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(1);
        it.put("a");
        Delivery<String> a = it.receive();
        it.put("b");
        a.retry();
        assertThat(it).containsExactly("a", "b");
        assertThat(it.isFull()).isTrue();
        assertThat(it.remainingCapacity()).isZero();
        Actor.Call<Boolean> putting = bert().beginTo(() -> it.put("c")).awaitAsleep();
        assertThat(it.take()).isEqualTo("a");
        assertThat(it.offer("d")).isFalse();
        assertThat(it.take()).isEqualTo("b");
        putting.result();
        assertThat(it).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource
    default void whatIsExaminedStays(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        it.putAll(List.of("a", "b"));
        for (int i = 0; i < 2; i++) {
            assertThat(it.peek()).isEqualTo("a");
            assertThat(it.element()).isEqualTo("a");
            assertThat(bert().<String>get(() -> it.peek())).isEqualTo("a");
            assertThat(bert().<String>get(() -> it.element())).isEqualTo("a");
        }
        assertThat(it.size()).isEqualTo(2);
        bert().run(() -> it.take());
        assertThat(it.peek()).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    default void theIteratorShowsWhatWaitedAndDoesNotRemove(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        it.putAll(List.of("a", "b"));
        Iterator<String> iterator = it.iterator();
        assertThat(bert().<String>get(() -> it.take())).isEqualTo("a");
        assertThat(iterator.next()).isEqualTo("a");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(iterator::remove);
        assertThat(iterator.next()).isEqualTo("b");
        assertThat(iterator.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
        assertThat(it).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    default void whatWaitsCanBeHadAsAnArrayAndAStreamAndLookedFor(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        bert().run(() -> it.putAll(List.of("a", "b", "c")));
        it.take();
        assertThat(it.toArray()).containsExactly("b", "c");
        assertThat(it.toArray(new String[0])).containsExactly("b", "c");
        assertThat(it.stream()).containsExactly("b", "c");
        assertThat(it.contains("a")).isFalse();
        assertThat(it.contains("c")).isTrue();
        assertThat(it.containsAll(List.of("b", "c"))).isTrue();
        assertThat(it.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    default void itemsLeaveFromTheHeadOnly(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        it.putAll(List.of("a", "b"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> it.remove("b"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> it.removeAll(List.of("b")));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> it.retainAll(List.of("b")));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> it.removeIf("b"::equals));
        assertThat(it).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    default void whatIsClearedIsGoneAndItsRoomIsFree(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 3);
        it.putAll(List.of("a", "b", "c"));
        bert().run(() -> it.clear());
        assertThat(it).isEmpty();
        assertThat(it.remainingCapacity()).isEqualTo(3);
        it.putAll(List.of("d", "e", "f"));
        Actor.Call<Boolean> putting = bert().beginTo(() -> it.put("g")).awaitAsleep();
        it.clear();
        putting.result();
        // It may have come in time to be cleared, too.
        assertThat(it.size()).isLessThanOrEqualTo(1);
    }
}
