package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process's end of a queue: how it is found by the queue's name, and what is left of it after {@link SharedQueue#close()}. */
interface QueueEndContract extends QueueScene {
    private SharedQueue<String> named(QueueKind kind, String name, QueueOptions options) {
        return kind.queue(mp(), name + " " + kind, options);
    }

    @ParameterizedTest
    @EnumSource
    default void aNameGivesTheSameQueueWithTheOptionsItWasMadeWith(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = named(kind, "same", QueueOptions.bounded(3));
        assertThat(it.name()).isEqualTo("same " + kind);
        assertThat(named(kind, "same", QueueOptions.bounded(7))).isSameAs(it);
        assertThat(bert().get(() -> {
                    SharedQueue<String> found =
                            kind.queue(QueueContract.session(), "same " + kind, QueueOptions.unbounded());
                    found.put("from elsewhere");
                    return found.remainingCapacity();
                }))
                .isEqualTo(2);
        assertThat(it).containsExactly("from elsewhere");
        assertThat(named(kind, "another", QueueOptions.unbounded())).isNotSameAs(it);
    }

    @ParameterizedTest
    @EnumSource
    default void queuesWithoutANameAreAllDifferent(QueueKind kind) throws InterruptedException {
        SharedQueue<String> one = kind.queue(mp());
        SharedQueue<String> two = kind.queue(mp());
        assertThat(one).isNotEqualTo(two);
        assertThat(one.name()).isNotEqualTo(two.name());
        assertThat(bert().<String>get(() -> one.name())).isEqualTo(one.name());
        one.put("a");
        assertThat(two).isEmpty();
    }

    @Test
    default void aNameOfTheOtherKindIsRefused() {
        mp().queue("a plain one");
        mp().joinableQueue("a joinable one");
        assertThatIllegalArgumentException().isThrownBy(() -> mp().joinableQueue("a plain one"));
        assertThatIllegalArgumentException().isThrownBy(() -> mp().queue("a joinable one"));
    }

    @ParameterizedTest
    @EnumSource
    default void everyCallOnAClosedEndThrows(QueueKind kind) {
        SharedQueue<String> it = named(kind, "closed", QueueOptions.unbounded());
        it.close();
        it.close();
        List<ThrowingCallable> calls = List.of(
                () -> it.put("a"),
                () -> it.add("a"),
                () -> it.offer("a"),
                () -> it.offer("a", 1, SECONDS),
                () -> it.putAll(List.of("a")),
                () -> it.offerAll(List.of("a"), 1, SECONDS),
                it::take,
                it::poll,
                it::remove,
                () -> it.poll(1, SECONDS),
                () -> it.drainTo(new ArrayList<>()),
                it::peek,
                it::element,
                it::size,
                it::isEmpty,
                it::isFull,
                it::remainingCapacity,
                it::iterator,
                it::shutdown,
                it::isShutdown);
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining(it.name());
        }
    }

    @Test
    default void everyCallOnAClosedEndOfAJoinableQueueThrows() {
        JoinableQueue<String> it = mp().joinableQueue();
        it.close();
        List<ThrowingCallable> calls = List.of(
                it::taskDone,
                it::join,
                () -> it.join(1, SECONDS),
                it::unfinished,
                it::receive,
                () -> it.receive(1, SECONDS));
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining(it.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aClosedEndCanBeOpenedAgainAndTheItemsAreThere(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = named(kind, "opened again", QueueOptions.unbounded());
        it.put("a");
        it.close();
        SharedQueue<String> again = named(kind, "opened again", QueueOptions.unbounded());
        assertThat(again).isNotSameAs(it).containsExactly("a");
        again.put("b");
        assertThat(again.take()).isEqualTo("a");
        assertThat(again.take()).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    default void blockedCallsAreEndedByClose(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 1);
        SharedQueue<String> full = kind.queue(mp(), 1);
        full.put("a");
        Actor.Call<String> taking = anna().begin(() -> it.take()).awaitAsleep();
        it.close();
        assertThat(taking.failure()).isInstanceOf(IllegalStateException.class);
        Actor.Call<Boolean> putting = anna().beginTo(() -> full.put("b")).awaitAsleep();
        full.close();
        assertThat(putting.failure()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void aBlockedJoinIsEndedByClose() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        Actor.Call<?> joining = anna().beginTo(() -> it.join()).awaitAsleep();
        it.close();
        assertThat(joining.failure()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void whatWasTakenAndNotFinishedIsGivenBackByClose() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue("given back");
        it.putAll(List.of("a", "b", "c"));
        it.take();
        it.take();
        it.taskDone();
        it.close();
        JoinableQueue<String> again = mp().joinableQueue("given back");
        assertThat(again).containsExactly("b", "c");
        assertThat(again.unfinished()).isEqualTo(2);
        try (Delivery<String> delivery = again.receive()) {
            assertThat(delivery.value()).isEqualTo("b");
            assertThat(delivery.deliveryCount()).isEqualTo(2);
        }
    }
}
