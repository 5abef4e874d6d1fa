package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of {@link java.util.concurrent.BlockingQueue}, row by row: how items go in and come out. */
interface QueueTransferContract extends QueueScene {
    @ParameterizedTest
    @EnumSource
    default void itemsComeOutInTheirOrder(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp());
        int count = 2_000;
        Actor.Call<Boolean> putting = bert().beginTo(() -> {
            for (int i = 0; i < count; i++) {
                it.put(i);
            }
        });
        for (int i = 0; i < count; i++) {
            assertThat(it.take()).isEqualTo(i);
        }
        putting.result();
        assertThat(it).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void everyWayToRemoveTakesTheHead(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp());
        for (int i = 0; i < 8; i++) {
            it.put(i);
        }
        for (int i = 0; i < 8; i += 4) {
            assertThat(it.take()).isEqualTo(i);
            assertThat(it.poll()).isEqualTo(i + 1);
            assertThat(it.poll(1, SECONDS)).isEqualTo(i + 2);
            assertThat(it.remove()).isEqualTo(i + 3);
        }
        assertThat(it).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void everyItemComesOnceAndInItsProducersOrder(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp(), 16);
        int count = 1_000;
        List<Actor.Call<Boolean>> producers = new ArrayList<>();
        for (Actor actor : List.of(anna(), bert())) {
            int first = producers.size() * count;
            producers.add(actor.beginTo(() -> {
                for (int i = 0; i < count; i++) {
                    it.put(first + i);
                }
            }));
        }
        Actor.Call<List<Integer>> consumer = carl().begin(() -> takeUntilShutdown(it));
        List<Integer> all = new ArrayList<>();
        while (!areDone(producers)) {
            Integer item = it.poll();
            if (item != null) {
                QueueKind.finish(it);
                all.add(item);
            }
        }
        it.shutdown();
        List<Integer> elsewhere = consumer.result();
        for (List<Integer> taken : List.of(all, elsewhere)) {
            assertThat(taken).filteredOn(i -> i < count).isSorted();
            assertThat(taken).filteredOn(i -> i >= count).isSorted();
        }
        all.addAll(elsewhere);
        assertThat(all).hasSize(2 * count).doesNotHaveDuplicates();
    }

    private static boolean areDone(List<Actor.Call<Boolean>> calls) throws InterruptedException {
        for (Actor.Call<Boolean> call : calls) {
            if (!call.isDone()) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> takeUntilShutdown(SharedQueue<Integer> queue) throws InterruptedException {
        List<Integer> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(QueueKind.takeAndFinish(queue));
            }
        } catch (QueueShutdownException e) {
            return taken;
        }
    }

    @ParameterizedTest
    @EnumSource
    default void anItemIsThereForAllWhenPutReturns(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp());
        for (int i = 0; i < 20; i++) {
            int item = i;
            bert().run(() -> it.put(item));
            assertThat(it.size()).isEqualTo(1);
            assertThat(it.peek()).isEqualTo(i);
            assertThat(carl().<Integer>get(() -> it.poll())).isEqualTo(i);
            assertThat(it.poll()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    default void anEmptyQueueAnswersAsTheTableSays(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        for (Actor actor : List.of(anna(), bert())) {
            assertThat(actor.<String>get(() -> it.poll())).isNull();
            assertThat(actor.<String>get(() -> it.peek())).isNull();
            assertThat(actor.failureOf(() -> it.remove())).isInstanceOf(NoSuchElementException.class);
            assertThat(actor.failureOf(() -> it.element())).isInstanceOf(NoSuchElementException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aFullQueueAnswersAsTheTableSays(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = full(kind);
        for (Actor actor : List.of(anna(), bert())) {
            assertThat(actor.succeeds(() -> it.offer("c"))).isFalse();
            assertThat(actor.failureOf(() -> it.add("c"))).isExactlyInstanceOf(IllegalStateException.class);
        }
        assertThatIllegalStateException().isThrownBy(() -> it.addAll(List.of("c")));
        assertThat(it).containsExactly("a", "b");
    }

    private SharedQueue<String> full(QueueKind kind) {
        SharedQueue<String> queue = kind.queue(mp(), 2);
        queue.add("a");
        queue.add("b");
        return queue;
    }

    @ParameterizedTest
    @EnumSource
    default void nullIsRefusedByEveryMethodThatInserts(QueueKind kind) {
        SharedQueue<String> it = kind.queue(mp());
        assertThatNullPointerException().isThrownBy(() -> it.put(null));
        assertThatNullPointerException().isThrownBy(() -> it.add(null));
        assertThatNullPointerException().isThrownBy(() -> it.offer(null));
        assertThatNullPointerException().isThrownBy(() -> it.offer(null, 1, SECONDS));
        assertThatNullPointerException().isThrownBy(() -> it.putAll(Arrays.asList("a", null)));
        assertThatNullPointerException().isThrownBy(() -> it.offerAll(Arrays.asList("a", null), 1, SECONDS));
        assertThatNullPointerException().isThrownBy(() -> it.putAll(null));
        assertThatNullPointerException().isThrownBy(() -> it.drainTo(null));
        assertThat(it).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void nullIsRefusedByAFullQueueToo(QueueKind kind) {
        SharedQueue<String> it = full(kind);
        assertThatNullPointerException().isThrownBy(() -> it.offer(null));
        assertThatNullPointerException().isThrownBy(() -> it.put(null));
        assertThat(it).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    default void aMissingUnitIsRefused(QueueKind kind) {
        SharedQueue<String> it = kind.queue(mp());
        assertThatNullPointerException().isThrownBy(() -> it.offer("a", 1, null));
        assertThatNullPointerException().isThrownBy(() -> it.poll(1, null));
        assertThat(it).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void aTimedPollIsNeverEarly(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        long begin = System.nanoTime();
        assertThat(it.poll(SHORT.toMillis(), MILLISECONDS)).isNull();
        QueueScene.assertNotEarly(begin);
    }

    @ParameterizedTest
    @EnumSource
    default void aTimedOfferIsNeverEarly(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = full(kind);
        long begin = System.nanoTime();
        assertThat(it.offer("c", SHORT.toMillis(), MILLISECONDS)).isFalse();
        QueueScene.assertNotEarly(begin);
        assertThat(it).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    default void aTimeOutOfZeroOrLessIsOneAttempt(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 2);
        for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(it.poll(timeout, NANOSECONDS)).isNull();
            assertThat(it.offer("a", timeout, NANOSECONDS)).isTrue();
            assertThat(it.offer("b", timeout, SECONDS)).isTrue();
            assertThat(it.offer("c", timeout, SECONDS)).isFalse();
            assertThat(it.poll(timeout, SECONDS)).isEqualTo("a");
            assertThat(it.poll(timeout, SECONDS)).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @EnumSource
    default void theLongestTimeOutIsForEver(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 1);
        Actor.Call<String> taking =
                bert().begin(() -> it.poll(Long.MAX_VALUE, SECONDS)).awaitAsleep();
        it.put("a");
        assertThat(taking.result()).isEqualTo("a");
        it.put("b");
        Actor.Call<Boolean> putting =
                bert().begin(() -> it.offer("c", Long.MAX_VALUE, NANOSECONDS)).awaitAsleep();
        assertThat(it.take()).isEqualTo("b");
        assertThat(putting.result()).isTrue();
        assertThat(it).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource
    default void aBlockedTakeIsWokenByEveryWayToInsert(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        List<Actor.Action> ways = List.of(
                () -> it.put("x"),
                () -> it.add("x"),
                () -> it.offer("x"),
                () -> it.offer("x", 1, SECONDS),
                () -> it.addAll(List.of("x")),
                () -> it.putAll(List.of("x")),
                () -> it.offerAll(List.of("x"), 1, SECONDS));
        for (Actor.Action way : ways) {
            Actor.Call<String> taking = bert().begin(() -> it.take()).awaitAsleep();
            carl().run(way);
            assertThat(taking.result()).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aBlockedPutIsWokenByEveryWayToRemove(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = full(kind);
        List<Actor.Action> ways = List.of(
                () -> it.take(),
                () -> it.poll(),
                () -> it.remove(),
                () -> it.poll(1, SECONDS),
                () -> it.drainTo(new ArrayList<>(), 1));
        for (Actor.Action way : ways) {
            Actor.Call<Boolean> putting = bert().beginTo(() -> it.put("c")).awaitAsleep();
            carl().run(way);
            putting.result();
            assertThat(it).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void allBlockedTakersGetAnItemEach(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        List<Actor.Call<String>> taking = new ArrayList<>();
        for (Actor actor : everybody()) {
            taking.add(actor.begin(() -> it.take()).awaitAsleep());
        }
        List<String> items = List.of("a", "b", "c");
        it.putAll(items);
        assertThat(QueueScene.results(taking)).containsExactlyInAnyOrderElementsOf(items);
    }

    @ParameterizedTest
    @EnumSource
    default void allBlockedPuttersFindRoomInTheEnd(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp(), 1);
        it.put(-1);
        List<Actor.Call<Boolean>> putting = new ArrayList<>();
        for (Actor actor : everybody()) {
            int item = putting.size();
            putting.add(actor.beginTo(() -> it.put(item)).awaitAsleep());
        }
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(it.take());
        }
        QueueScene.results(putting);
        assertThat(taken).startsWith(-1).containsExactlyInAnyOrder(-1, 0, 1, 2);
    }
}
