package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What takers do in a joinable queue that is shut down while items are in flight: who holds none waits for those of other
 * processes, who holds one is told at once, and nobody waits in a circle.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class ShutdownInFlightIT {
    private Cast cast;
    /** A thread of this process. */
    private Actor here;
    /** Two threads of one child. */
    private Actor anna;

    private Actor annasOther;
    /** A thread of another child. */
    private Actor bert;

    private JoinableQueue<String> queue;

    @BeforeEach
    void open() throws InterruptedException {
        cast = Cast.ofProcesses();
        here = cast.hire();
        anna = cast.hire();
        bert = cast.hire();
        cast.hire();
        annasOther = cast.hire();
        queue = cast.session().joinableQueue(QueueOptions.unbounded());
    }

    @AfterEach
    void close() {
        cast.close();
    }

    private void takeAndShutDown(Actor actor) throws InterruptedException {
        JoinableQueue<String> it = queue;
        queue.put("a");
        assertThat(actor.get(it::take)).isEqualTo("a");
        queue.shutdown();
    }

    private static void assertTold(Actor.Call<?> call) throws InterruptedException {
        assertThat(call.failure()).isInstanceOf(QueueShutdownException.class);
    }

    private void assertNoRescues() throws InterruptedException {
        assertThat(cast.rescues()).as("wake-ups that were forgotten").isZero();
    }

    @Test
    void whoHoldsNothingWaitsUntilTheLastItemIsDone() throws Exception {
        JoinableQueue<String> it = queue;
        takeAndShutDown(anna);
        List<Actor.Call<?>> waiting = List.of(
                bert.begin(it::take).awaitAsleep(),
                here.begin(() -> it.receive() == null).awaitAsleep());
        anna.run(it::taskDone);
        for (Actor.Call<?> call : waiting) {
            assertTold(call);
        }
        assertThat(it.join(0, SECONDS)).isTrue();
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::poll);
        assertNoRescues();
    }

    @Test
    void whoWaitsWhenTheQueueIsShutDownGoesOnWaiting() throws Exception {
        JoinableQueue<String> it = queue;
        queue.put("a");
        assertThat(anna.get(it::take)).isEqualTo("a");
        Actor.Call<String> waiting = bert.begin(it::take).awaitAsleep();
        queue.shutdown();
        waiting.awaitAsleep();
        anna.run(it::taskDone);
        assertTold(waiting);
        assertNoRescues();
    }

    @Test
    void theItemOfOneThatIsKilledGoesToWhoWaits() throws Exception {
        JoinableQueue<String> it = queue;
        takeAndShutDown(anna);
        Actor.Call<String> waiting = bert.begin(it::take).awaitAsleep();
        anna.process().destroyForcibly();
        assertThat(waiting.result()).isEqualTo("a");
        Actor.Call<Boolean> joining = here.beginTo(it::join).awaitAsleep();
        bert.run(it::taskDone);
        assertThat(joining.result()).isTrue();
    }

    @Test
    void anItemThatIsGivenBackGoesToWhoWaits() throws Exception {
        JoinableQueue<String> it = queue;
        queue.put("a");
        anna.run(() -> Held.delivery = it.receive());
        queue.shutdown();
        Actor.Call<String> waiting = bert.begin(it::take).awaitAsleep();
        anna.run(() -> Held.delivery.retry());
        assertThat(waiting.result()).isEqualTo("a");
        bert.run(it::taskDone);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::take);
        assertNoRescues();
    }

    /** What a process holds between two orders. */
    private static final class Held {
        private static volatile Delivery<String> delivery;
    }

    @Test
    void whoHoldsAnItemIsToldAtOnceSoThatNobodyWaitsInACircle() throws Exception {
        JoinableQueue<String> it = queue;
        queue.put("b");
        assertThat(bert.get(it::take)).isEqualTo("b");
        takeAndShutDown(anna);
        // Another thread of the process counts as the process: it would wait for its own.
        for (Actor holder : List.of(anna, bert, annasOther)) {
            for (Actor.Action take : List.<Actor.Action>of(
                    it::take, it::receive, it::poll, () -> it.poll(1_000, SECONDS), () -> it.receive(1_000, SECONDS))) {
                assertThat(holder.failureOf(take)).isInstanceOf(QueueShutdownException.class);
            }
        }
        anna.run(it::taskDone);
        Actor.Call<String> waiting = anna.begin(it::take).awaitAsleep();
        bert.run(it::taskDone);
        assertTold(waiting);
        assertNoRescues();
    }

    @Test
    void aThreadThatWaitsIsToldWhenAnotherOfItsProcessTakesWhatCameBack() throws Exception {
        JoinableQueue<String> it = queue;
        takeAndShutDown(bert);
        List<Actor.Call<String>> waiting = List.of(
                anna.begin(it::take).awaitAsleep(), annasOther.begin(it::take).awaitAsleep());
        bert.process().destroyForcibly();
        int told = 0;
        for (Actor.Call<String> call : waiting) {
            try {
                assertThat(call.result()).isEqualTo("a");
            } catch (AssertionError e) {
                assertThat(e).hasCauseInstanceOf(QueueShutdownException.class);
                told++;
            }
        }
        assertThat(told).isOne();
        anna.run(it::taskDone);
        assertThat(it.join(10, SECONDS)).isTrue();
    }

    @Test
    void callsThatDoNotWaitGiveNothingWhileAnItemMayComeAndThrowThen() throws Exception {
        JoinableQueue<String> it = queue;
        takeAndShutDown(anna);
        assertThat(it.poll()).isNull();
        assertThat(it.peek()).isNull();
        assertThat(it.poll(0, SECONDS)).isNull();
        assertThat(it.poll(50, MILLISECONDS)).isNull();
        assertThat(it.receive(50, MILLISECONDS)).isNull();
        assertThat(it.drainTo(new ArrayList<>())).isZero();
        anna.run(it::taskDone);
        for (Actor.Action take : List.<Actor.Action>of(it::poll, it::peek, () -> it.poll(0, SECONDS))) {
            assertThat(here.failureOf(take)).isInstanceOf(QueueShutdownException.class);
        }
        assertThat(it.drainTo(new ArrayList<>())).isZero();
    }

    @Test
    void whatWasTakenTogetherIsHeldToo() throws Exception {
        JoinableQueue<String> it = queue;
        queue.putAll(List.of("a", "b", "c"));
        assertThat(anna.get(() -> it.drainTo(new ArrayList<>()))).isEqualTo(3);
        queue.shutdown();
        assertThat(anna.failureOf(it::take)).isInstanceOf(QueueShutdownException.class);
        Actor.Call<String> waiting = bert.begin(it::take).awaitAsleep();
        for (int i = 0; i < 3; i++) {
            anna.run(it::taskDone);
        }
        assertTold(waiting);
        assertNoRescues();
    }

    @Test
    void whoWaitsIsToldWhenTheItemOfTheDeadDoesNotComeBack() throws Exception {
        for (ConsumerDeath policy : List.of(ConsumerDeath.DISCARD, ConsumerDeath.FAIL_JOIN)) {
            JoinableQueue<String> it =
                    cast.session().joinableQueue(QueueOptions.unbounded().withOnConsumerDeath(policy));
            it.put("a");
            Actor victim = policy == ConsumerDeath.DISCARD ? anna : bert;
            assertThat(victim.get(it::take)).isEqualTo("a");
            it.shutdown();
            Actor.Call<String> waiting = here.begin(it::take).awaitAsleep();
            victim.process().destroyForcibly();
            assertTold(waiting);
        }
    }

    @Test
    void overALostItemWhoWaitsForAnotherIsToldWhenThatIsDone() throws Exception {
        JoinableQueue<String> it =
                cast.session().joinableQueue(QueueOptions.unbounded().withOnConsumerDeath(ConsumerDeath.FAIL_JOIN));
        it.putAll(List.of("a", "b"));
        assertThat(anna.get(it::take)).isEqualTo("a");
        assertThat(bert.get(it::take)).isEqualTo("b");
        it.shutdown();
        Actor.Call<String> waiting = here.begin(it::take).awaitAsleep();
        anna.process().destroyForcibly();
        bert.run(it::taskDone);
        assertTold(waiting);
    }

    @Test
    void whoClosesItsEndGivesBackToWhoWaits() throws Exception {
        JoinableQueue<String> it = queue;
        takeAndShutDown(anna);
        Actor.Call<String> waiting = bert.begin(it::take).awaitAsleep();
        anna.run(it::close);
        assertThat(waiting.result()).isEqualTo("a");
        bert.run(it::taskDone);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::take);
    }

    @Test
    void aDeliveryThatIsDoneAfterItsQueueIsClosedEndsTheWaitToo() throws Exception {
        JoinableQueue<String> it = queue;
        queue.put("a");
        anna.run(() -> Held.delivery = it.receive());
        queue.shutdown();
        Actor.Call<String> waiting = bert.begin(it::take).awaitAsleep();
        anna.run(it::close);
        anna.run(() -> Held.delivery.done());
        assertTold(waiting);
    }
}
