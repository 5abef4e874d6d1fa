package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SharedQueue#shutdown()}: nothing goes in any more, and what is in comes out. */
interface QueueShutdownContract extends QueueScene {
    private static void assertShutDown(ThrowingCallable call) {
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(call);
    }

    @ParameterizedTest
    @EnumSource
    default void everyPutThrows(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        assertThat(it.isShutdown()).isFalse();
        assertThat(carl().succeeds(() -> it.isShutdown())).isFalse();
        bert().run(() -> it.shutdown());
        assertThat(it.isShutdown()).isTrue();
        assertThat(carl().succeeds(() -> it.isShutdown())).isTrue();
        assertShutDown(() -> it.put("a"));
        assertShutDown(() -> it.add("a"));
        assertShutDown(() -> it.offer("a"));
        assertShutDown(() -> it.offer("a", 1, SECONDS));
        assertShutDown(() -> it.putAll(List.of("a")));
        assertShutDown(() -> it.offerAll(List.of("a"), 1, SECONDS));
        assertThat(carl().failureOf(() -> it.put("a"))).isInstanceOf(QueueShutdownException.class);
        assertThat(it.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    default void everyTakeDrainsAndThenThrows(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 3);
        it.putAll(List.of("a", "b", "c"));
        bert().run(() -> it.shutdown());
        assertThat(it.peek()).isEqualTo("a");
        assertThat(QueueKind.takeAndFinish(it)).isEqualTo("a");
        assertThat(carl().<String>get(() -> QueueKind.takeAndFinish(it))).isEqualTo("b");
        assertThat(it.poll(1, SECONDS)).isEqualTo("c");
        QueueKind.finish(it);
        assertShutDown(it::take);
        assertShutDown(it::poll);
        assertShutDown(it::remove);
        assertShutDown(() -> it.poll(1, SECONDS));
        assertShutDown(() -> it.poll(0, SECONDS));
        assertThat(it.drainTo(new ArrayList<>())).isZero();
        assertThat(carl().failureOf(() -> it.take())).isInstanceOf(QueueShutdownException.class);
        assertThat(it).isEmpty();
    }

    @Test
    default void everyReceiveDrainsAndThenThrows() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        it.shutdown();
        bert().run(() -> it.receive().done());
        it.receive(1, SECONDS).done();
        for (Actor actor : List.of(anna(), bert())) {
            assertThat(actor.failureOf(() -> it.receive())).isInstanceOf(QueueShutdownException.class);
            assertThat(actor.failureOf(() -> it.receive(1, SECONDS))).isInstanceOf(QueueShutdownException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aSecondShutdownDoesNothing(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        it.put("a");
        it.shutdown();
        it.shutdown();
        bert().run(() -> it.shutdown());
        assertThat(it.poll()).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource
    default void blockedTakersAreTold(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        List<Actor.Call<String>> taking = List.of(
                anna().begin(() -> it.take()).awaitAsleep(),
                bert().begin(() -> it.take()).awaitAsleep(),
                carl().begin(() -> it.poll(Long.MAX_VALUE, SECONDS)).awaitAsleep());
        it.shutdown();
        for (Actor.Call<String> call : taking) {
            QueueScene.assertToldOfShutdown(call);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void blockedPuttersAreTold(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp(), 2);
        it.putAll(List.of("a", "b"));
        List<Actor.Call<Boolean>> putting = List.of(
                anna().beginTo(() -> it.put("c")).awaitAsleep(),
                bert().begin(() -> it.offer("d", Long.MAX_VALUE, SECONDS)).awaitAsleep(),
                carl().beginTo(() -> it.putAll(List.of("e", "f"))).awaitAsleep());
        it.shutdown();
        for (Actor.Call<Boolean> call : putting) {
            QueueScene.assertToldOfShutdown(call);
        }
        assertThat(it).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    default void whoIsBlockedHereIsToldOfAShutdownElsewhere(QueueKind kind) throws InterruptedException {
        SharedQueue<String> empty = kind.queue(mp());
        SharedQueue<String> full = kind.queue(mp(), 1);
        full.put("a");
        Actor.Call<String> taking = anna().begin(() -> empty.take()).awaitAsleep();
        bert().run(() -> empty.shutdown());
        QueueScene.assertToldOfShutdown(taking);
        Actor.Call<Boolean> putting = anna().beginTo(() -> full.put("b")).awaitAsleep();
        bert().run(() -> full.shutdown());
        QueueScene.assertToldOfShutdown(putting);
        assertThat(full).containsExactly("a");
    }

    /** A put that is under way while the queue is shut down must not leave an item behind that nobody will take. */
    @ParameterizedTest
    @EnumSource
    default void anItemThatWasPutIsTakenOrThePutThrows(QueueKind kind) throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            SharedQueue<Integer> it = kind.queue(mp());
            Actor.Call<Integer> putting = bert().begin(() -> putUntilShutdown(it));
            int taken = 0;
            for (int i = 0; i < round; i++) {
                QueueKind.takeAndFinish(it);
                taken++;
            }
            it.shutdown();
            taken += takeUntilShutdown(it);
            assertThat(taken).as("items taken, round %d", round).isEqualTo(putting.result());
        }
    }

    private static int putUntilShutdown(SharedQueue<Integer> queue) throws InterruptedException {
        int count = 0;
        try {
            while (true) {
                queue.put(count);
                count++;
            }
        } catch (QueueShutdownException e) {
            return count;
        }
    }

    private static int takeUntilShutdown(SharedQueue<Integer> queue) throws InterruptedException {
        int count = 0;
        try {
            while (true) {
                QueueKind.takeAndFinish(queue);
                count++;
            }
        } catch (QueueShutdownException e) {
            return count;
        }
    }
}
