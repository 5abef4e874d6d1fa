package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.testing.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link QueueOptions#withLease}: a consumer lives, and does not go on. */
interface LeaseContract extends QueueScene {
    Duration LONG = Duration.ofMinutes(10);
    /** Long enough to finish an item in it, on a busy machine too. */
    Duration SOME = Duration.ofSeconds(1);

    private JoinableQueue<String> leased(Duration lease, int maxDeliveries) {
        return mp().joinableQueue(QueueOptions.unbounded()
                .withMaxDeliveries(maxDeliveries)
                .withLease(lease));
    }

    private static void awaitEndOf(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private static void assertTooLate(JoinableQueue<?> queue, Delivery<?> delivery) {
        for (Actor.Action call : List.<Actor.Action>of(
                delivery::done,
                delivery::retry,
                () -> delivery.retry(LONG),
                () -> delivery.extend(LONG),
                delivery::done)) {
            assertThatExceptionOfType(LeaseExpiredException.class)
                    .isThrownBy(call::run)
                    .withMessageContaining(queue.name())
                    .satisfies(e -> assertThat(e.itemId()).isEqualTo(delivery.id()));
        }
        delivery.close();
    }

    @Test
    default void whoWaitsGetsTheItemWhoseLeaseEndsAndItsFormerConsumerIsTold() throws InterruptedException {
        JoinableQueue<String> it = leased(SOME, 5);
        it.putAll(List.of("a", "b"));
        long begin = System.nanoTime();
        bert().run(() -> DeliveryContract.Held.receive(it));
        it.receive().done();
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        Delivery<String> again = it.receive(PATIENCE.toMillis(), MILLISECONDS);
        QueueScene.assertNotEarly(begin);
        again.extend(LONG);
        assertThat(again.value()).isEqualTo("a");
        assertThat(again.id()).isZero();
        assertThat(again.deliveryCount()).isEqualTo(2);
        bert().run(() -> assertTooLate(it, DeliveryContract.Held.release()));
        assertThat(it.unfinished()).isOne();
        assertThat(it.deadLetters()).isEmpty();
        again.done();
        joining.result();
    }

    @Test
    default void whoComesLaterFindsItFirstInLine() throws InterruptedException {
        JoinableQueue<String> it = leased(SHORT, 5);
        it.putAll(List.of("a", "b"));
        bert().run(() -> it.take());
        assertThat(it).containsExactly("b");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> it.size() == 2);
        assertThat(it).containsExactly("a", "b");
        assertThat(it.peek()).isEqualTo("a");
        assertThat(it.poll()).isEqualTo("a");
    }

    @Test
    default void whoIsLateIsToldEvenIfNobodyElseHasTheItem() throws InterruptedException {
        JoinableQueue<String> it = leased(SHORT, 5);
        it.put("a");
        Delivery<String> delivery = it.receive();
        it.put("b");
        it.take();
        awaitEndOf(SHORT);
        assertTooLate(it, delivery);
        assertThatExceptionOfType(LeaseExpiredException.class).isThrownBy(it::taskDone);
        assertThatIllegalStateException()
                .isThrownBy(it::taskDone)
                .isNotInstanceOf(LeaseExpiredException.class)
                .withMessageContaining("too many times");
        assertThat(it.unfinished()).isEqualTo(2);
        assertThat(it).containsExactly("a", "b");
    }

    @Test
    default void aLeaseCanBeExtendedAndMadeShorter() throws InterruptedException {
        JoinableQueue<String> it = leased(Duration.ofSeconds(1), 5);
        it.put("a");
        Delivery<String> delivery = it.receive();
        delivery.extend(LONG);
        assertThat(bert().<Boolean>get(() -> it.poll(1500, MILLISECONDS) == null))
                .isTrue();
        Actor.Call<String> waiting = bert().begin(() -> it.take()).awaitAsleep();
        delivery.extend(Duration.ofMillis(1));
        assertThat(waiting.result()).isEqualTo("a");
        assertTooLate(it, delivery);
        bert().run(() -> it.taskDone());
        assertThat(it.join(0, SECONDS)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> delivery.extend(Duration.ZERO));
    }

    @Test
    default void whatIsSettledCannotBeExtended() throws InterruptedException {
        for (JoinableQueue<String> it : List.of(leased(LONG, 5), mp().<String>joinableQueue())) {
            it.put("a");
            Delivery<String> delivery = it.receive();
            delivery.extend(LONG);
            delivery.done();
            assertThatIllegalStateException()
                    .isThrownBy(() -> delivery.extend(LONG))
                    .isNotInstanceOf(LeaseExpiredException.class);
            assertThat(it.join(0, SECONDS)).isTrue();
        }
    }

    @Test
    default void aLastLeaseThatEndsMakesADeadLetterThoughNobodyTakes() throws InterruptedException {
        JoinableQueue<String> it = leased(SHORT, 1);
        it.put("a");
        bert().run(() -> DeliveryContract.Held.receive(it));
        assertThat(it.join(PATIENCE.toMillis(), MILLISECONDS)).isTrue();
        DeadLetter<String> letter = it.deadLetters().takeLetter();
        assertThat(letter.value()).hasValue("a");
        assertThat(letter.reason()).isEqualTo("its lease ended");
        assertThat(letter.deliveryCount()).isOne();
        bert().run(() -> assertTooLate(it, DeliveryContract.Held.release()));
        assertThat(it.deadLetters()).isEmpty();
    }

    @Test
    default void aThreadFinishesItsOwnItemThoughAnotherOfItsProcessHangs() throws InterruptedException {
        JoinableQueue<String> it = leased(SOME, 5);
        it.put("a");
        it.take();
        bert().run(() -> {
            Delivery<String> a = it.receive();
            a.done();
        });
        it.put("b");
        anna().run(() -> {
            it.take();
            it.taskDone();
        });
        assertThat(it.unfinished()).isZero();
        assertThatExceptionOfType(LeaseExpiredException.class).isThrownBy(it::taskDone);
    }

    @Test
    default void whatWasDrainedComesBackToo() throws InterruptedException {
        JoinableQueue<String> it = leased(SOME, 5);
        it.putAll(List.of("a", "b", "c"));
        List<String> drained = new ArrayList<>();
        it.drainTo(drained);
        assertThat(drained).hasSize(3);
        List<String> again = bert().get(() -> {
            List<String> all = new ArrayList<>();
            while (all.size() < 3) {
                Delivery<String> next = it.receive();
                all.add(next.value());
                next.done();
            }
            return all;
        });
        assertThat(again).containsExactly("a", "b", "c");
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(LeaseExpiredException.class).isThrownBy(it::taskDone);
        }
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void afterAShutdownWhoWaitsGetsWhatAHungConsumerHolds() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(QueueOptions.unbounded()
                .withOnConsumerDeath(ConsumerDeath.DISCARD)
                .withLease(Duration.ofSeconds(1)));
        it.put("a");
        DeliveryContract.Held.receive(it);
        it.shutdown();
        if (bert().process().pid() != ProcessHandle.current().pid()) {
            assertThat(bert().<String>get(() -> it.take())).isEqualTo("a");
            bert().run(() -> it.taskDone());
        }
        DeliveryContract.Held.release();
    }

    @Test
    default void manyWorkAndSomeHangAndAllIsFinishedOnce() throws InterruptedException {
        JoinableQueue<Integer> it = mp().joinableQueue(
                        QueueOptions.unbounded().withMaxDeliveries(255).withLease(SHORT.multipliedBy(4)));
        int count = 300;
        for (int i = 0; i < count; i++) {
            it.put(i);
        }
        it.shutdown();
        List<Actor.Call<List<Integer>>> working = new ArrayList<>();
        for (Actor actor : everybody()) {
            working.add(actor.begin(() -> work(it)));
        }
        List<Integer> all = new ArrayList<>();
        for (Actor.Call<List<Integer>> each : working) {
            all.addAll(each.result());
        }
        // Who leaves in a process that holds an item leaves that to others: it may be the last to leave.
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> it.size() == it.unfinished());
        all.addAll(work(it));
        assertThat(all).hasSize(count).doesNotHaveDuplicates();
        assertThat(it.join(PATIENCE.toMillis(), MILLISECONDS)).isTrue();
    }

    /** Finishes all that it can get, except for one in twenty, which it holds for ever. */
    private static List<Integer> work(JoinableQueue<Integer> queue) throws InterruptedException {
        List<Integer> finished = new ArrayList<>();
        while (true) {
            try {
                Delivery<Integer> next = queue.receive();
                if (next.value() % 20 != 0 || next.deliveryCount() > 1) {
                    next.done();
                    finished.add(next.value());
                }
            } catch (QueueShutdownException e) {
                return finished;
            } catch (LeaseExpiredException e) {
                // It was held up, on a busy machine; another finishes it.
                assertThat(e.itemId()).isLessThan(300);
            }
        }
    }
}
