package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link JoinableQueue#join()} and {@link JoinableQueue#taskDone()}. */
interface QueueJoinContract extends QueueScene {
    @Test
    default void joinReturnsAtOnceWhileNothingWasPut() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.join();
        bert().run(() -> it.join());
        assertThat(it.join(0, SECONDS)).isTrue();
        assertThat(it.unfinished()).isZero();
    }

    @Test
    default void joinWaitsForItemsThatWaitAndItemsInFlight() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        Actor.Call<Boolean> joining = bert().beginTo(() -> it.join()).awaitAsleep();
        it.take();
        carl().run(() -> it.take());
        assertThat(it.isEmpty()).isTrue();
        assertUnfinished(it, 2);
        it.taskDone();
        assertUnfinished(it, 1);
        joining.awaitAsleep();
        carl().run(() -> it.taskDone());
        joining.result();
        assertUnfinished(it, 0);
    }

    private void assertUnfinished(JoinableQueue<String> queue, long count) throws InterruptedException {
        for (Actor actor : List.of(anna(), carl())) {
            assertThat(actor.get(() -> queue.unfinished())).isEqualTo(count);
        }
    }

    @Test
    default void everyJoinIsWoken() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        List<Actor.Call<Boolean>> joining = new ArrayList<>();
        for (Actor actor : everybody()) {
            joining.add(actor.begin(() -> it.join(Long.MAX_VALUE, SECONDS)).awaitAsleep());
        }
        it.take();
        it.taskDone();
        assertThat(QueueScene.results(joining)).containsOnly(true);
    }

    @Test
    default void joinWithALimitSaysWhetherAllIsDoneAndIsNeverEarly() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        long begin = System.nanoTime();
        assertThat(it.join(SHORT.toMillis(), MILLISECONDS)).isFalse();
        QueueScene.assertNotEarly(begin);
        assertThat(it.join(0, MILLISECONDS)).isFalse();
        assertThat(it.join(-1, MILLISECONDS)).isFalse();
        assertThat(it.join(Long.MIN_VALUE, SECONDS)).isFalse();
        bert().run(() -> QueueKind.takeAndFinish(it));
        assertThat(it.join(SHORT.toMillis(), MILLISECONDS)).isTrue();
        assertThat(it.join(-1, MILLISECONDS)).isTrue();
        assertThatNullPointerException().isThrownBy(() -> it.join(1, null));
    }

    @Test
    default void aJoinThatIsSatisfiedCanBeFollowedByMoreWork() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        for (int round = 0; round < 3; round++) {
            it.put("a");
            Actor.Call<Boolean> joining = anna().beginTo(() -> it.join()).awaitAsleep();
            bert().run(() -> QueueKind.takeAndFinish(it));
            joining.result();
        }
    }

    @Test
    default void taskDoneOnceTooOftenIsRefusedAndChangesNothing() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        assertThatIllegalStateException().isThrownBy(it::taskDone);
        it.put("a");
        assertThatIllegalStateException()
                .as("an item that was not taken cannot be done")
                .isThrownBy(it::taskDone);
        assertThat(bert().failureOf(() -> it.taskDone())).isInstanceOf(IllegalStateException.class);
        assertThat(it.unfinished()).isEqualTo(1);
        it.take();
        it.taskDone();
        assertThatIllegalStateException().isThrownBy(it::taskDone).withMessageContaining(it.name());
        assertThat(it.unfinished()).isZero();
    }

    @Test
    default void oneThreadFinishesWhatAnotherOfItsProcessTook() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        anna().run(() -> it.take());
        it.taskDone();
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void everyWayToTakeIsToBeFinished() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b", "c", "d", "e"));
        bert().run(() -> {
            it.take();
            it.poll();
            it.remove();
            it.poll(1, SECONDS);
            it.drainTo(new ArrayList<>());
        });
        for (int left = 5; left > 0; left--) {
            assertThat(it.unfinished()).isEqualTo(left);
            bert().run(() -> it.taskDone());
        }
        assertThat(it.join(0, SECONDS)).isTrue();
        assertThat(bert().failureOf(() -> it.taskDone())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void joinGoesOnAfterShutdownUntilAllIsDone() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        Actor.Call<Boolean> joining = bert().beginTo(() -> it.join()).awaitAsleep();
        it.shutdown();
        it.take();
        it.take();
        it.taskDone();
        joining.awaitAsleep();
        it.taskDone();
        joining.result();
    }

    @Test
    default void joinReturnsWhenManyHaveDoneAll() throws InterruptedException {
        JoinableQueue<Integer> it = mp().joinableQueue(50);
        JoinableQueue<Integer> done = mp().joinableQueue();
        int count = 600;
        List<Actor.Call<Boolean>> working = new ArrayList<>();
        for (Actor actor : everybody()) {
            working.add(actor.beginTo(() -> workUntilShutdown(it, done)));
        }
        for (int i = 0; i < count; i++) {
            it.put(i);
        }
        it.join();
        assertThat(done.size()).as("when join returns").isEqualTo(count);
        assertThat(done)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        it.shutdown();
        QueueScene.results(working);
        assertThat(it.unfinished()).isZero();
    }

    private static void workUntilShutdown(JoinableQueue<Integer> work, JoinableQueue<Integer> done)
            throws InterruptedException {
        try {
            while (true) {
                done.put(work.take());
                work.taskDone();
            }
        } catch (QueueShutdownException e) {
            // The end.
        }
    }
}
