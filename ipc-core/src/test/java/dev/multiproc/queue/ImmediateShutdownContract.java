package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SharedQueue#shutdown(boolean)}: nothing goes in any more, nothing comes out, and nobody waits. */
interface ImmediateShutdownContract extends QueueScene {
    private static void assertOver(SharedQueue<String> it, Actor actor) throws InterruptedException {
        for (Actor.Action call : List.<Actor.Action>of(
                () -> it.take(),
                () -> it.poll(),
                () -> it.poll(1_000, SECONDS),
                () -> it.peek(),
                () -> it.put("x"),
                () -> it.offer("x"),
                () -> it.putAll(List.of("x")))) {
            assertThat(actor.failureOf(call)).isInstanceOf(QueueShutdownException.class);
        }
        assertThat(actor.get(() -> it.drainTo(new ArrayList<>()))).isZero();
        assertThat(actor.succeeds(() -> it.isShutdown() && it.isEmpty())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void whatWaitsIsDroppedAndTakersAndPuttersAreTold(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 600);
        for (int i = 0; i < 600; i++) {
            it.put(i % 100 == 0 ? "x".repeat(100_000) : "small");
        }
        Actor.Call<Boolean> putting =
                anna().beginTo(() -> it.put("one too many")).awaitAsleep();
        bert().run(() -> it.shutdown(true));
        QueueScene.assertToldOfShutdown(putting);
        assertThat(it).isEmpty();
        assertThat(it.iterator().hasNext()).isFalse();
        for (Actor actor : everybody()) {
            assertOver(it, actor);
        }
        it.shutdown(true);
        it.shutdown();
        it.shutdown(false);
        assertOver(it, bert());
        assertThat(it.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void whoIsBlockedIsTold(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        List<Actor.Call<String>> taking = List.of(
                anna().begin(() -> it.take()).awaitAsleep(),
                carl().begin(() -> it.poll(Long.MAX_VALUE, SECONDS)).awaitAsleep());
        bert().run(() -> it.shutdown(true));
        for (Actor.Call<String> call : taking) {
            QueueScene.assertToldOfShutdown(call);
        }
    }

    /** As in Python: dropped items are not waited for, those that consumers hold are. */
    @Test
    default void aJoinReturnsWhenWhatConsumersHoldIsFinished() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b", "c", "d"));
        bert().run(() -> it.take());
        Delivery<String> b = it.receive();
        Delivery<String> c = it.receive();
        c.retry();
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        it.shutdown(true);
        assertThat(it.unfinished()).isEqualTo(2);
        assertThat(it).isEmpty();
        assertThat(it.join(0, SECONDS)).isFalse();
        // What is given back would wait, so it is dropped too.
        b.retry();
        assertThat(it.unfinished()).isOne();
        assertOver(it, anna());
        bert().run(() -> it.taskDone());
        joining.result();
        assertThat(it.unfinished()).isZero();
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void aJoinWithNothingHeldReturnsAtOnce() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        bert().run(() -> it.shutdown(true));
        joining.result();
        assertThat(it.unfinished()).isZero();
    }

    /** Whoever waits for items that others hold, after a shutdown, does so no longer. */
    @Test
    default void afterAShutdownItCanStillBeShutDownAtOnce() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        bert().run(() -> it.take());
        it.shutdown();
        assertThat(it.peek()).isEqualTo("b");
        bert().run(() -> it.shutdown(true));
        assertOver(it, anna());
        assertOver(it, carl());
        assertThat(it.unfinished()).isOne();
        bert().run(() -> it.taskDone());
        assertThat(it.join(10, SECONDS)).isTrue();
    }

    @Test
    default void aRejectedItemIsADeadLetterStill() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
        it.putAll(List.of("a", "b", "c"));
        Delivery<String> a = it.receive();
        Delivery<String> b = it.receive();
        it.shutdown(true);
        a.reject("wrong");
        b.retry();
        assertThat(it.deadLetters()).containsExactly("a", "b");
        assertThat(it.join(0, SECONDS)).isTrue();
        assertThatExceptionOfType(QueueShutdownException.class)
                .isThrownBy(() -> it.deadLetters().redrive());
    }

    @ParameterizedTest
    @EnumSource
    default void anItemIsTakenOrDroppedWhileManyTake(QueueKind kind) throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            SharedQueue<Integer> it = kind.queue(mp());
            List<Actor.Call<Boolean>> calls =
                    List.of(bert().beginTo(() -> putUntilShutdown(it)), carl().beginTo(() -> takeUntilShutdown(it)));
            for (int i = 0; i < 20 * round; i++) {
                QueueKind.takeAndFinish(it);
            }
            it.shutdown(true);
            QueueScene.results(calls);
            assertThat(it).isEmpty();
            if (it instanceof JoinableQueue<?> joinable) {
                assertThat(joinable.join(10, SECONDS)).isTrue();
            }
        }
    }

    private static void putUntilShutdown(SharedQueue<Integer> queue) throws InterruptedException {
        try {
            while (true) {
                queue.put(1);
            }
        } catch (QueueShutdownException e) {
            assertThat(queue.isShutdown()).isTrue();
        }
    }

    private static void takeUntilShutdown(SharedQueue<Integer> queue) throws InterruptedException {
        try {
            while (true) {
                QueueKind.takeAndFinish(queue);
            }
        } catch (QueueShutdownException e) {
            assertThat(queue.isEmpty()).isTrue();
        }
    }
}
