package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.park.ParkKillPoint;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.KillPointSource;
import dev.multiproc.testing.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended or stopped while it wakes a consumer, or is the one that was woken for all. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WakeUpKillPointIT extends KillPointContract {
    private static final int END = -1;

    private static List<String> both(Actor.Call<String> one, Actor.Call<String> other) throws InterruptedException {
        return List.of(one.result(), other.result());
    }

    @ParameterizedTest
    @KillPointSource(names = {"SIGNAL_.*"})
    void aProducerIsEndedWhileItWakesAConsumer(KillPoint point) throws Exception {
        SharedQueue<String> queue = mp.queue();
        Actor.Call<String> first = anna.begin(queue::take).awaitAsleep();
        Actor.Call<String> second = bert.begin(queue::take).awaitAsleep();
        kill(point, () -> queue.put("of the dead"));
        queue.put("of another");
        assertThat(both(first, second)).containsExactlyInAnyOrder("of the dead", "of another");
    }

    /** It was to wake the next consumer, and has claimed nothing yet. */
    @Test
    void aConsumerIsEndedThatWasWokenForAll() throws Exception {
        SharedQueue<Integer> queue = mp.queue();
        SharedQueue<Integer> taken = mp.queue();
        ChildProcess victim = start(ParkKillPoint.WAITER_SATISFIED.name(), () -> takeUntilEnd(queue, taken));
        Actor.Call<Boolean> first = anna.beginTo(() -> takeUntilEnd(queue, taken));
        Actor.Call<Boolean> second = bert.beginTo(() -> takeUntilEnd(queue, taken));
        List<Integer> all = new ArrayList<>();
        do {
            // They sleep in between, except where this machine is busy.
            all.addAll(List.of(all.size(), all.size() + 1, all.size() + 2));
            queue.putAll(all.subList(all.size() - 3, all.size()));
        } while (!victim.join(Duration.ofMillis(20)));
        assertKilled(victim);
        List<Integer> reported = new ArrayList<>();
        while (reported.size() < all.size()) {
            reported.add(taken.take());
        }
        assertThat(reported).containsExactlyInAnyOrderElementsOf(all);
        queue.putAll(List.of(END, END));
        assertThat(List.of(first.result(), second.result())).containsOnly(true);
    }

    private static void takeUntilEnd(SharedQueue<Integer> queue, SharedQueue<Integer> taken) throws Exception {
        for (int item = queue.take(); item != END; item = queue.take()) {
            taken.put(item);
        }
    }

    /** Whichever consumer's turn it is, no item waits for the one that is stopped. */
    @Test
    void aConsumerIsStoppedThatIsChosen() throws Exception {
        SharedQueue<Integer> queue = mp.queue();
        SharedQueue<Integer> taken = mp.queue();
        SharedQueue<String> begun = mp.queue();
        ChildProcess stopped = mp.process(() -> {
                    begun.put("begun");
                    taken.put(-queue.take());
                })
                .start();
        begun.take();
        Actor.Call<Boolean> other = anna.beginTo(() -> {
                    for (int i = 0; i < 4; i++) {
                        taken.put(queue.take());
                    }
                })
                .awaitAsleep();
        Signals.send("STOP", stopped.pid().orElseThrow());
        for (int i = 1; i <= 4; i++) {
            queue.put(i);
            assertThat(taken.take()).isEqualTo(i);
        }
        assertThat(other.result()).isTrue();
        Signals.send("CONT", stopped.pid().orElseThrow());
        queue.put(5);
        assertThat(taken.take()).isEqualTo(-5);
        stopped.join();
    }
}
