package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where it matters which process holds an item. After a shutdown, who holds none waits for those of other processes, who holds one
 * is told at once, and nobody waits in a circle.
 */
interface QueueHoldersContract extends QueueProcessesScene {
    private JoinableQueue<String> takenAndShutDown(Actor holder) throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        assertThat(holder.<String>get(() -> it.take())).isEqualTo("a");
        it.shutdown();
        return it;
    }

    @Test
    default void oneProcessDoesNotFinishWhatAnotherTook() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        bert().run(() -> it.take());
        assertThatIllegalStateException().isThrownBy(it::taskDone);
        assertThat(carl().failureOf(() -> it.taskDone())).isInstanceOf(IllegalStateException.class);
        assertThat(it.unfinished()).isEqualTo(2);
        hireBeside(bert()).run(() -> it.taskDone());
        assertThat(it.unfinished()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    default void closingOneProcessesEndLeavesTheOthersAlone(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        it.put("a");
        assertThat(bert().failureOf(() -> {
                    it.close();
                    it.take();
                }))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThat(carl().<String>get(() -> it.take())).isEqualTo("a");
        Actor.Call<String> taking = carl().begin(() -> it.take()).awaitAsleep();
        Actor.Call<String> takingHere = anna().begin(() -> it.take()).awaitAsleep();
        it.putAll(List.of("b", "c"));
        assertThat(List.of(taking.result(), takingHere.result())).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    default void whoHoldsNothingWaitsUntilTheLastItemIsDone() throws InterruptedException {
        JoinableQueue<String> it = takenAndShutDown(bert());
        List<Actor.Call<?>> waiting = List.of(
                carl().begin(() -> it.take()).awaitAsleep(),
                anna().begin(() -> it.receive() == null).awaitAsleep());
        bert().run(() -> it.taskDone());
        for (Actor.Call<?> call : waiting) {
            QueueScene.assertToldOfShutdown(call);
        }
        assertThat(it.join(0, SECONDS)).isTrue();
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::poll);
    }

    @Test
    default void whoWaitsWhenTheQueueIsShutDownGoesOnWaiting() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        bert().run(() -> it.take());
        Actor.Call<String> waiting = carl().begin(() -> it.take()).awaitAsleep();
        it.shutdown();
        waiting.awaitAsleep();
        bert().run(() -> it.taskDone());
        QueueScene.assertToldOfShutdown(waiting);
    }

    @Test
    default void anItemThatIsGivenBackGoesToWhoWaits() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        bert().run(() -> DeliveryContract.Held.receive(it));
        it.shutdown();
        Actor.Call<String> waiting = carl().begin(() -> it.take()).awaitAsleep();
        bert().run(() -> DeliveryContract.Held.release().retry());
        assertThat(waiting.result()).isEqualTo("a");
        carl().run(() -> it.taskDone());
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::take);
    }

    @Test
    default void whoHoldsAnItemIsToldAtOnceSoThatNobodyWaitsInACircle() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        bert().run(() -> it.take());
        carl().run(() -> it.take());
        it.shutdown();
        // Another thread of the process counts as the process: it would wait for its own.
        for (Actor holder : List.of(bert(), carl(), hireBeside(bert()))) {
            for (Actor.Action take : List.<Actor.Action>of(
                    () -> it.take(),
                    () -> it.receive(),
                    () -> it.poll(),
                    () -> it.poll(1_000, SECONDS),
                    () -> it.receive(1_000, SECONDS))) {
                assertThat(holder.failureOf(take)).isInstanceOf(QueueShutdownException.class);
            }
        }
        bert().run(() -> it.taskDone());
        Actor.Call<String> waiting = bert().begin(() -> it.take()).awaitAsleep();
        carl().run(() -> it.taskDone());
        QueueScene.assertToldOfShutdown(waiting);
    }

    @Test
    default void callsThatDoNotWaitGiveNothingWhileAnItemMayComeAndThrowThen() throws InterruptedException {
        JoinableQueue<String> it = takenAndShutDown(bert());
        assertThat(it.poll()).isNull();
        assertThat(it.peek()).isNull();
        assertThat(it.poll(0, SECONDS)).isNull();
        assertThat(it.poll(SHORT.toMillis(), MILLISECONDS)).isNull();
        assertThat(it.receive(SHORT.toMillis(), MILLISECONDS)).isNull();
        assertThat(it.drainTo(new ArrayList<>())).isZero();
        bert().run(() -> it.taskDone());
        for (Actor.Action take : List.<Actor.Action>of(() -> it.poll(), () -> it.peek(), () -> it.poll(0, SECONDS))) {
            assertThat(anna().failureOf(take)).isInstanceOf(QueueShutdownException.class);
        }
        assertThat(it.drainTo(new ArrayList<>())).isZero();
    }

    @Test
    default void whatWasTakenTogetherIsHeldToo() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b", "c"));
        assertThat(bert().get(() -> it.drainTo(new ArrayList<>()))).isEqualTo(3);
        it.shutdown();
        assertThat(bert().failureOf(() -> it.take())).isInstanceOf(QueueShutdownException.class);
        Actor.Call<String> waiting = carl().begin(() -> it.take()).awaitAsleep();
        for (int i = 0; i < 3; i++) {
            bert().run(() -> it.taskDone());
        }
        QueueScene.assertToldOfShutdown(waiting);
    }

    @Test
    default void whoClosesItsEndGivesBackToWhoWaits() throws InterruptedException {
        JoinableQueue<String> it = takenAndShutDown(bert());
        Actor.Call<String> waiting = carl().begin(() -> it.take()).awaitAsleep();
        bert().run(() -> it.close());
        assertThat(waiting.result()).isEqualTo("a");
        carl().run(() -> it.taskDone());
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::take);
    }

    @Test
    default void aDeliveryThatIsDoneAfterItsQueueIsClosedEndsTheWaitToo() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        bert().run(() -> DeliveryContract.Held.receive(it));
        it.shutdown();
        Actor.Call<String> waiting = carl().begin(() -> it.take()).awaitAsleep();
        bert().run(() -> it.close());
        bert().run(() -> DeliveryContract.Held.release().done());
        QueueScene.assertToldOfShutdown(waiting);
    }
}
