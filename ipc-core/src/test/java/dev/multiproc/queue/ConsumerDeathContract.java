package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.Actor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer is killed with items that it took and had not finished. */
interface ConsumerDeathContract extends QueueProcessesScene {
    private JoinableQueue<String> queue(ConsumerDeath policy) {
        return mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(2).withOnConsumerDeath(policy));
    }

    private static void takeTwoAndFinishOne(JoinableQueue<String> queue) throws InterruptedException {
        queue.take();
        queue.take();
        queue.taskDone();
    }

    @Test
    default void whatTheDeadHadNotFinishedGoesToAnotherFirstInLine() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.REDELIVER);
        it.putAll(List.of("a", "b", "c"));
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        Actor victim = hireToBeKilled();
        victim.run(() -> takeTwoAndFinishOne(it));
        assertThat(it).containsExactly("c");
        QueueProcessesScene.kill(victim);
        assertThat(bert().get(() -> awaitAndFinish(it, 2))).isEqualTo("b id=1 count=2");
        assertThat(it).containsExactly("c");
        assertThat(it.unfinished()).isEqualTo(1);
        it.receive().done();
        joining.result();
    }

    /** Waits until so many items wait, and finishes the first. */
    private static String awaitAndFinish(JoinableQueue<String> queue, int size) throws InterruptedException {
        while (queue.size() < size) {
            Thread.onSpinWait();
        }
        try (Delivery<String> delivery = queue.receive()) {
            delivery.done();
            return delivery.value() + " id=" + delivery.id() + " count=" + delivery.deliveryCount();
        }
    }

    @Test
    default void whoWaitsGetsTheItemOfTheDead() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.REDELIVER);
        it.putAll(List.of("a", "b"));
        Actor victim = hireToBeKilled();
        victim.run(() -> takeTwoAndFinishOne(it));
        Actor.Call<String> waiting = bert().begin(() -> it.receive().value()).awaitAsleep();
        QueueProcessesScene.kill(victim);
        assertThat(waiting.result()).isEqualTo("b");
    }

    @Test
    default void anItemThatKillsEveryConsumerIsADeadLetter() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.REDELIVER);
        it.putAll(List.of("a", "poison"));
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        Actor first = hireToBeKilled();
        Actor second = hireToBeKilled();
        first.run(() -> takeTwoAndFinishOne(it));
        // It comes before this one.
        it.put("b");
        Actor.Call<String> taking = second.begin(() -> awaitFirst(it, "poison"));
        QueueProcessesScene.kill(first);
        assertThat(taking.result()).isEqualTo("poison");
        long pid = second.process().pid();
        QueueProcessesScene.kill(second);
        DeadLetter<String> letter = it.deadLetters().pollLetter(20, SECONDS);
        assertThat(letter.value()).hasValue("poison");
        assertThat(letter.deliveryCount()).isEqualTo(2);
        assertThat(letter.cause()).isEqualTo(DeadLetterCause.CONSUMER_DIED);
        assertThat(letter.time()).isPresent();
        // By which process it was swept, and so whether its exit code is known, is left open.
        assertThat(letter.reason()).contains("pid " + pid + ", ").containsAnyOf("was ended by signal 9", "was killed");
        assertThat(letter.itemId()).isEqualTo(1);
        assertThat(it).containsExactly("b");
        it.receive().done();
        joining.result();
    }

    private static String awaitFirst(JoinableQueue<String> queue, String item) throws InterruptedException {
        while (!item.equals(queue.peek())) {
            Thread.onSpinWait();
        }
        return queue.take();
    }

    @Test
    default void underDiscardTheItemIsDroppedAndCountsAsDone() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.DISCARD);
        it.putAll(List.of("a", "b"));
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        Actor victim = hireToBeKilled();
        victim.run(() -> takeTwoAndFinishOne(it));
        QueueProcessesScene.kill(victim);
        joining.result();
        assertThat(it).isEmpty();
        assertThat(it.unfinished()).isZero();
        assertThat(it.deadLetters()).isEmpty();
    }

    @Test
    default void underFailJoinJoinThrowsAndTheItemIsNotHandedOutAgain() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.FAIL_JOIN);
        it.putAll(List.of("a", "b", "c"));
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        Actor victim = hireToBeKilled();
        victim.run(() -> takeTwoAndFinishOne(it));
        QueueProcessesScene.kill(victim);
        assertThat(joining.failure())
                .isInstanceOf(ConsumerDiedException.class)
                .hasMessageContaining(it.name())
                .hasMessageContaining("[1]");
        assertThat(it).containsExactly("c");
        assertThat(it.unfinished()).isEqualTo(2);
        assertThat(bert().failureOf(() -> it.join(0, SECONDS))).isInstanceOf(ConsumerDiedException.class);
    }

    /** All kinds of death of those who wait: what they would have got goes to others. */
    @ParameterizedTest
    @EnumSource
    default void whoDiesWaitingTakesNothingAlong(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        Actor victim = hireToBeKilled();
        victim.begin(() -> it.take()).awaitAsleep();
        Actor.Call<String> waiting = bert().begin(() -> it.take()).awaitAsleep();
        QueueProcessesScene.kill(victim);
        it.put("a");
        assertThat(waiting.result()).isEqualTo("a");
        assertThat(it).isEmpty();
    }

    @Test
    default void afterAShutdownTheItemOfTheDeadGoesToWhoWaits() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.REDELIVER);
        it.put("a");
        Actor victim = hireToBeKilled();
        victim.run(() -> it.take());
        it.shutdown();
        List<Actor.Call<String>> waiting = List.of(
                bert().begin(() -> it.take()).awaitAsleep(),
                hireBeside(bert()).begin(() -> it.take()).awaitAsleep());
        QueueProcessesScene.kill(victim);
        int told = 0;
        for (Actor.Call<String> call : waiting) {
            try {
                assertThat(call.result()).isEqualTo("a");
            } catch (AssertionError e) {
                assertThat(e).hasCauseInstanceOf(QueueShutdownException.class);
                told++;
            }
        }
        assertThat(told).as("who would wait for its own process").isOne();
        bert().run(() -> it.taskDone());
        assertThat(it.join(10, SECONDS)).isTrue();
    }

    @Test
    default void afterAShutdownWhoWaitsIsToldWhenTheItemOfTheDeadDoesNotComeBack() throws InterruptedException {
        JoinableQueue<String> discarding = queue(ConsumerDeath.DISCARD);
        JoinableQueue<String> failing = queue(ConsumerDeath.FAIL_JOIN);
        Actor victim = hireToBeKilled();
        for (JoinableQueue<String> it : List.of(discarding, failing)) {
            it.put("a");
            victim.run(() -> it.take());
            it.shutdown();
        }
        List<Actor.Call<String>> waiting = List.of(
                anna().begin(() -> discarding.take()).awaitAsleep(),
                bert().begin(() -> failing.take()).awaitAsleep());
        QueueProcessesScene.kill(victim);
        for (Actor.Call<String> call : waiting) {
            QueueScene.assertToldOfShutdown(call);
        }
    }

    @Test
    default void afterAShutdownAtOnceTheItemOfTheDeadIsDropped() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.REDELIVER);
        it.put("a");
        Actor victim = hireToBeKilled();
        victim.run(() -> it.take());
        it.put("b");
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        it.shutdown(true);
        assertThat(it.unfinished()).isOne();
        QueueProcessesScene.kill(victim);
        joining.result();
        assertThat(it.unfinished()).isZero();
        assertThat(it.deadLetters()).isEmpty();
    }

    @Test
    default void overALostItemWhoWaitsForAnotherIsToldWhenThatIsDone() throws InterruptedException {
        JoinableQueue<String> it = queue(ConsumerDeath.FAIL_JOIN);
        it.putAll(List.of("a", "b"));
        Actor victim = hireToBeKilled();
        victim.run(() -> it.take());
        bert().run(() -> it.take());
        it.shutdown();
        Actor.Call<String> waiting = anna().begin(() -> it.take()).awaitAsleep();
        QueueProcessesScene.kill(victim);
        bert().run(() -> it.taskDone());
        QueueScene.assertToldOfShutdown(waiting);
    }
}
