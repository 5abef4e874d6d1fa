package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer is killed with items that it took and had not finished. */
@ExtendWith(LeavesNothingBehind.class)
class ConsumerDeathIT {
    private Multiprocessing session;

    @BeforeEach
    void open() {
        session = Multiprocessing.open();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private JoinableQueue<String> queue(ConsumerDeath policy) {
        return session.joinableQueue(
                QueueOptions.unbounded().withMaxDeliveries(2).withOnConsumerDeath(policy));
    }

    /** Has a child take two items, finish the first, and die. */
    private void takeTwoFinishOneAndDie(JoinableQueue<String> queue) throws InterruptedException {
        SharedQueue<String> ready = session.queue();
        ChildProcess child = session.process("eater", () -> {
                    queue.take();
                    queue.take();
                    queue.taskDone();
                    ready.put("ready");
                    Thread.sleep(Long.MAX_VALUE);
                })
                .start();
        assertThat(ready.take()).isEqualTo("ready");
        child.kill();
        child.join();
        assertThat(child.exitCode()).hasValue(-9);
    }

    @Test
    void whatWasNotFinishedGoesToAnotherFirstInLine() throws InterruptedException {
        JoinableQueue<String> queue = queue(ConsumerDeath.REDELIVER);
        queue.putAll(List.of("a", "b", "c"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        takeTwoFinishOneAndDie(queue);
        assertThat(queue).containsExactly("b", "c");
        assertThat(queue.unfinished()).isEqualTo(2);
        try (Delivery<String> delivery = queue.receive()) {
            assertThat(delivery.value()).isEqualTo("b");
            assertThat(delivery.deliveryCount()).isEqualTo(2);
            assertThat(delivery.id()).isEqualTo(1);
            delivery.done();
        }
        queue.receive().done();
        joiner.result();
    }

    @Test
    void aConsumerThatWaitsGetsTheItemOfTheDead() throws InterruptedException {
        JoinableQueue<String> queue = queue(ConsumerDeath.REDELIVER);
        queue.putAll(List.of("a", "b"));
        SharedQueue<String> ready = session.queue();
        ChildProcess child = session.process(() -> {
                    queue.take();
                    queue.take();
                    queue.taskDone();
                    ready.put("ready");
                    Thread.sleep(Long.MAX_VALUE);
                })
                .start();
        ready.take();
        Caller<Delivery<String>> waiting = Caller.of(queue::receive).awaitBlocked();
        child.kill();
        assertThat(waiting.result().value()).isEqualTo("b");
    }

    @Test
    void anItemThatKillsEveryConsumerIsADeadLetter() throws InterruptedException {
        JoinableQueue<String> queue = queue(ConsumerDeath.REDELIVER);
        queue.putAll(List.of("a", "poison"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        takeTwoFinishOneAndDie(queue);
        // It comes before this one.
        queue.put("b");
        ChildProcess child = session.process(() -> {
                    queue.take();
                    Runtime.getRuntime().halt(9);
                })
                .start();
        child.join();
        assertThat(queue.deadLetters().poll(20, SECONDS)).isEqualTo("poison");
        assertThat(queue).containsExactly("b");
        queue.receive().done();
        joiner.result();
    }

    @Test
    void underDiscardTheItemIsDroppedAndCountsAsDone() throws InterruptedException {
        JoinableQueue<String> queue = queue(ConsumerDeath.DISCARD);
        queue.putAll(List.of("a", "b"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        takeTwoFinishOneAndDie(queue);
        joiner.result();
        assertThat(queue).isEmpty();
        assertThat(queue.unfinished()).isZero();
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void underFailJoinJoinThrowsAndNamesTheItems() throws InterruptedException {
        JoinableQueue<String> queue = queue(ConsumerDeath.FAIL_JOIN);
        queue.putAll(List.of("a", "b", "c"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        takeTwoFinishOneAndDie(queue);
        assertThat(joiner.failure())
                .isInstanceOf(ConsumerDiedException.class)
                .hasMessageContaining(queue.name())
                .hasMessageContaining("items=[1]");
        assertThat(queue).as("it is not handed out again").containsExactly("c");
        assertThat(queue.unfinished()).isEqualTo(2);
        assertThat(Caller.of(() -> queue.join(0, SECONDS)).failure()).isInstanceOf(ConsumerDiedException.class);
    }
}
