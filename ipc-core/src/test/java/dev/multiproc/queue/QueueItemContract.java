package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiproc.testing.Actor;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be an item, and what becomes of what cannot: be written, or be read. */
interface QueueItemContract extends QueueScene {
    int KIB = 1024;
    int MIB = 1024 * KIB;
    List<Integer> SIZES =
            List.of(0, 100 * KIB, 1, 7, 8, 9, MIB, 0, 4 * KIB - 1, 4 * KIB, 60 * KIB, 64 * KIB + 1, 4 * MIB, 1);
    int MAX_DELIVERIES = 3;

    /** A queue in an item in a queue. */
    record Order(String dish, SharedQueue<String> replies) {}

    record Letter(String to, List<Integer> pages) implements Serializable {}

    /** An item with a field that cannot be written. */
    record Stubborn(Object field) implements Serializable {}

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    default void itemsOfAllSizesComeOutAsTheyWentInAndInTheirOrder(QueueKind kind) throws InterruptedException {
        SharedQueue<byte[]> it = kind.queue(mp());
        Actor.Call<Boolean> putting = bert().beginTo(() -> {
            for (int size : SIZES) {
                it.put(bytes(size));
            }
        });
        for (int size : SIZES) {
            assertThat(it.take()).isEqualTo(bytes(size));
        }
        putting.result();
        assertThat(it.poll()).isNull();
    }

    @Test
    default void anItemOfAnySizeCanBeLookedAtAndGivenBack() throws InterruptedException {
        JoinableQueue<byte[]> it = mp().joinableQueue();
        for (int size : SIZES) {
            bert().run(() -> it.put(bytes(size)));
            assertThat(it.size()).isEqualTo(1);
            assertThat(it.peek()).isEqualTo(bytes(size));
            assertThat(it.iterator().next()).isEqualTo(bytes(size));
            it.receive().retry();
            assertThat(it.take()).isEqualTo(bytes(size));
            it.taskDone();
        }
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void itemsAreOfAnyType(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> there = kind.queue(mp());
        SharedQueue<Object> back = kind.queue(mp());
        List<Object> items = List.of(
                "",
                "text",
                "包子 \uD83E\uDD5F \0",
                true,
                'c',
                -1L,
                Double.NaN,
                DayOfWeek.MONDAY,
                List.of("a", 1),
                Map.of("key", List.of()),
                new Letter("Anna", List.of(1, 2)));
        Actor.Call<Boolean> echoing = bert().beginTo(() -> {
            for (int i = 0; i < items.size(); i++) {
                back.put(there.take());
            }
        });
        there.putAll(items);
        for (Object item : items) {
            assertThat(back.take()).isEqualTo(item);
        }
        echoing.result();
    }

    @ParameterizedTest
    @EnumSource
    default void whatIsChangedAfterItWasPutIsNotChangedInTheQueue(QueueKind kind) throws InterruptedException {
        SharedQueue<byte[]> it = kind.queue(mp());
        byte[] item = {1, 2};
        it.put(item);
        item[0] = 9;
        assertThat(it.peek()).containsExactly(1, 2);
        it.peek()[0] = 8;
        assertThat(it.take()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    default void aQueueTravelsInAnItem(QueueKind kind) throws InterruptedException {
        SharedQueue<Order> orders = kind.queue(mp());
        SharedQueue<String> replies = kind.queue(mp());
        Actor.Call<Boolean> cooking = bert().beginTo(() -> {
            Order order = orders.take();
            order.replies().put(order.dish() + " is ready");
        });
        orders.put(new Order("包子", replies));
        assertThat(replies.take()).isEqualTo("包子 is ready");
        cooking.result();
    }

    @ParameterizedTest
    @EnumSource
    default void aQueueThatTravelsIsTheQueueItselfWhereItIsKnown(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp());
        it.put(it);
        assertThat(it.take()).isSameAs(it);
        it.put(it);
        assertThat(bert().succeeds(() -> it.take() == it)).isTrue();
        SharedQueue<Object> back = kind.queue(mp());
        bert().run(() -> back.put(it));
        assertThat(back.take()).isSameAs(it);
    }

    @Test
    default void anItemThatCannotBeWrittenLeavesTheQueueAsItWas() throws InterruptedException {
        JoinableQueue<Object> it = mp().joinableQueue(2);
        it.put("a");
        Object bad = new Stubborn(new Object());
        assertThatIllegalArgumentException().isThrownBy(() -> it.put(bad));
        assertThatIllegalArgumentException().isThrownBy(() -> it.offer(bad));
        assertThatIllegalArgumentException().isThrownBy(() -> it.add(bad));
        assertThatIllegalArgumentException().isThrownBy(() -> it.offer(bad, 1, SECONDS));
        assertThat(bert().failureOf(() -> it.put(new Stubborn(new Object()))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(it).containsExactly("a");
        assertThat(it.unfinished()).isEqualTo(1);
        it.put("b");
        assertThat(it).containsExactly("a", "b");
    }

    @Test
    default void everyWayToTakeWhatCannotBeReadNamesTheTypeAndGivesTheItemBack() throws InterruptedException {
        JoinableQueue<Object> it = mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(255));
        bert().run(() -> it.put(new RefusedItem("x")));
        List<Callable<Object>> ways = List.of(
                it::take,
                it::poll,
                it::remove,
                () -> it.poll(1, SECONDS),
                it::receive,
                () -> it.receive(1, SECONDS),
                () -> it.drainTo(new ArrayList<>()),
                it::peek,
                it::element,
                it::iterator);
        for (Callable<Object> way : ways) {
            UnreadableItemException thrown = catchThrowableOfType(UnreadableItemException.class, way::call);
            assertThat(thrown.typeName()).isEqualTo(RefusedItem.class.getName());
            assertThat(thrown).hasMessageContaining(it.name()).hasMessageContaining(RefusedItem.class.getName());
            assertThat(it.size()).isEqualTo(1);
            assertThat(it.unfinished()).isEqualTo(1);
        }
        assertThat(bert().failureOf(() -> it.take())).isInstanceOf(UnreadableItemException.class);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(it::taskDone);
        assertThat(it.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    default void whatCannotBeReadIsADeadLetterPastTheLimitAndOthersFlowOn(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp(), QueueOptions.unbounded().withMaxDeliveries(MAX_DELIVERIES));
        it.putAll(List.of("before", new RefusedItem("x"), "after"));
        assertThat(it.take()).isEqualTo("before");
        for (int delivery = 1; delivery <= MAX_DELIVERIES; delivery++) {
            assertThat(it.deadLetters().size()).isZero();
            assertThat((delivery % 2 == 0 ? anna() : bert()).failureOf(() -> it.take()))
                    .isInstanceOf(UnreadableItemException.class);
        }
        assertThat(it.take()).isEqualTo("after");
        assertThat(it.size()).isZero();
        assertThat(it.deadLetters().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    default void drainToHandsOverWhatCanBeReadAndThenThrows(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp(), QueueOptions.unbounded().withMaxDeliveries(MAX_DELIVERIES));
        it.putAll(List.of("before", new RefusedItem("x"), "after"));
        List<Object> target = new ArrayList<>();
        assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(() -> it.drainTo(target));
        assertThat(target).containsExactly("before", "after");
        assertThat(it.size()).isEqualTo(1);
    }

    @Test
    default void joinCountsADeadLetterThatCannotBeReadAsDone() throws InterruptedException {
        JoinableQueue<Object> it = mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(MAX_DELIVERIES));
        it.put(new RefusedItem("x"));
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        for (int delivery = 1; delivery <= MAX_DELIVERIES; delivery++) {
            assertThat(bert().failureOf(() -> it.receive())).isInstanceOf(UnreadableItemException.class);
        }
        joining.result();
        assertThat(it.unfinished()).isZero();
        assertThat(it.deadLetters().size()).isEqualTo(1);
    }
}
