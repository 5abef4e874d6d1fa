package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.testing.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Delivery#retry(Duration)} and {@link QueueOptions#withRetryBackOff}. */
interface DelayedRetryContract extends QueueScene {
    Duration LATER = Duration.ofMinutes(10);
    Duration AT_MOST_LATE = Duration.ofSeconds(5);

    private static void assertAbout(Duration delay, long beginNanos) {
        assertThat(Duration.ofNanos(System.nanoTime() - beginNanos)).isBetween(delay, delay.plus(AT_MOST_LATE));
    }

    @Test
    default void whoWaitsGetsItWhenItsTimeHasComeAndNotBefore() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        Delivery<String> a = it.receive();
        Actor.Call<Integer> waiting =
                bert().begin(() -> it.receive().deliveryCount()).awaitAsleep();
        long begin = System.nanoTime();
        a.retry(SHORT);
        assertThat(waiting.result()).isEqualTo(2);
        assertAbout(SHORT, begin);
        assertThatIllegalStateException().isThrownBy(a::done);
        assertThatIllegalStateException().isThrownBy(() -> a.retry(SHORT));
    }

    @Test
    default void whatIsDelayedIsUnfinishedAndCannotBeTaken() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(QueueOptions.bounded(1));
        it.put("a");
        bert().run(() -> it.receive().retry(LATER));
        assertThat(it.size()).isZero();
        assertThat(it).isEmpty();
        assertThat(it.peek()).isNull();
        assertThat(it.poll()).isNull();
        assertThat(it.receive(SHORT.toMillis(), MILLISECONDS)).isNull();
        assertThat(it.unfinished()).isOne();
        assertThat(it.join(0, SECONDS)).isFalse();
        assertThat(it.offer("b")).as("it takes no room").isTrue();
        assertThat(bert().<String>get(() -> QueueKind.takeAndFinish(it))).isEqualTo("b");
        assertThat(it.unfinished()).isOne();
    }

    @Test
    default void afterItsDelayItIsFirstInLine() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        it.receive().retry(SHORT);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> it.size() == 2);
        assertThat(it).containsExactly("a", "b");
        assertThat(bert().<String>get(() -> it.poll())).isEqualTo("a");
    }

    @Test
    default void withoutADelayItComesAtOnce() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(QueueOptions.unbounded().withRetryBackOff(LATER, LATER));
        it.put("a");
        it.receive().retry(Duration.ZERO);
        assertThat(it).containsExactly("a");
        it.receive().retry(Duration.ofSeconds(-1));
        assertThat(bert().<String>get(() -> it.poll())).isEqualTo("a");
    }

    @Test
    default void whoSleepsForALongDelayIsWokenForAShorterOne() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        it.receive().retry(LATER);
        Delivery<String> b = it.receive();
        Actor.Call<String> waiting = bert().begin(() -> it.take()).awaitAsleep();
        b.retry(SHORT);
        assertThat(waiting.result()).isEqualTo("b");
    }

    @Test
    default void ofManyThatWaitEachGetsOneInItsTime() throws InterruptedException {
        JoinableQueue<Integer> it = mp().joinableQueue();
        for (int i = 0; i < 6; i++) {
            it.put(i);
        }
        List<Delivery<Integer>> deliveries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            deliveries.add(it.receive());
        }
        for (int round = 0; round < 2; round++) {
            List<Actor.Call<Integer>> waiting = new ArrayList<>();
            for (Actor actor : everybody()) {
                waiting.add(actor.begin(() -> it.take()).awaitAsleep());
            }
            long begin = System.nanoTime();
            for (int i = 3 * round; i < 3 * round + 3; i++) {
                deliveries.get(i).retry(SHORT.multipliedBy(1 + i % 3));
            }
            assertThat(QueueScene.results(waiting)).containsExactlyInAnyOrder(3 * round, 3 * round + 1, 3 * round + 2);
            assertAbout(SHORT.multipliedBy(3), begin);
        }
    }

    @Test
    default void theDelayDoublesUpToItsMaximum() throws InterruptedException {
        Duration max = SHORT.multipliedBy(3);
        JoinableQueue<String> it =
                mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(6).withRetryBackOff(SHORT, max));
        it.put("a");
        Delivery<String> next = it.receive();
        for (Duration delay : List.of(SHORT, SHORT.multipliedBy(2), max, max)) {
            long begin = System.nanoTime();
            if (delay.equals(max)) {
                next.close();
            } else {
                next.retry();
            }
            next = it.receive(PATIENCE.toMillis(), MILLISECONDS);
            assertAbout(delay, begin);
        }
        next.done();
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void atItsLimitItIsADeadLetterAtOnce() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
        it.put("a");
        it.receive().retry(LATER);
        assertThat(it.deadLetters()).containsExactly("a");
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void whatAnUnreadableItemWaitsForIsTheBackOff() throws InterruptedException {
        JoinableQueue<Object> it = mp().joinableQueue(QueueOptions.unbounded().withRetryBackOff(LATER, LATER));
        it.put(new RefusedItem("a"));
        assertThat(bert().failureOf(() -> it.take())).isInstanceOf(UnreadableItemException.class);
        assertThat(it).isEmpty();
        assertThat(it.unfinished()).isOne();
    }

    @Test
    default void afterAShutdownWhoTakesWaitsForWhatIsDelayed() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        it.receive().retry(SHORT);
        it.shutdown();
        assertThat(bert().<String>get(() -> QueueKind.takeAndFinish(it))).isEqualTo("a");
        assertThat(bert().failureOf(() -> it.take())).isInstanceOf(QueueShutdownException.class);
    }
}
