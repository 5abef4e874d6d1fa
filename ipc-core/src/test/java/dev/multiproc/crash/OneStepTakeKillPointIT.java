package dev.multiproc.crash;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.queue.QueueKillPoint;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is ended when it has taken an item of a plain queue, before it has told the others how far it is. */
@Timeout(60)
class OneStepTakeKillPointIT extends KillPointContract {
    private static final int ITEMS = 20;
    private static final QueueOptions[] BOTH = {QueueOptions.unbounded(), QueueOptions.bounded(ITEMS)};

    private SharedQueue<String> withItems(QueueOptions options) throws InterruptedException {
        SharedQueue<String> it = mp.queue(options);
        for (int i = 0; i < ITEMS; i++) {
            it.put("item " + i);
        }
        return it;
    }

    /** A process claims its first item, since it has to find it. */
    private void killAfter(SharedQueue<String> it, int items) throws InterruptedException {
        assertKilled(start(QueueKillPoint.TAKE_FINISHED.name() + ":" + (items - 1), () -> {
            while (it.take() != null) {}
        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, ITEMS})
    void theOthersTakeTheRest(int taken) throws InterruptedException {
        for (QueueOptions options : BOTH) {
            SharedQueue<String> it = withItems(options);
            killAfter(it, taken);
            assertThat(it).hasSize(ITEMS - taken);
            assertThat(it.isEmpty()).isEqualTo(taken == ITEMS);
            for (int i = taken; i < ITEMS; i++) {
                assertThat(it.take()).isEqualTo("item " + i);
            }
            assertThat(it.poll()).isNull();
            assertThat(it).isEmpty();
        }
    }

    @Test
    void ofWhatOneDrainsTheOthersTakeTheRest() throws InterruptedException {
        for (QueueOptions options : BOTH) {
            SharedQueue<String> it = withItems(options);
            assertKilled(start(QueueKillPoint.TAKE_FINISHED.name() + ":5", () -> {
                it.take();
                it.drainTo(new ArrayList<>());
            }));
            assertThat(it).hasSize(ITEMS - 6);
            List<String> rest = new ArrayList<>();
            assertThat(it.drainTo(rest)).isEqualTo(ITEMS - 6);
            assertThat(rest).startsWith("item 6").endsWith("item " + (ITEMS - 1));
            assertThat(it).isEmpty();
        }
    }

    @Test
    void whoWaitsForAnItemGetsTheNextOne() throws InterruptedException {
        for (QueueOptions options : BOTH) {
            SharedQueue<String> it = withItems(options);
            killAfter(it, ITEMS);
            Actor.Call<String> taking = anna.begin(() -> it.take()).awaitAsleep();
            it.put("the next");
            assertThat(taking.result()).isEqualTo("the next");
        }
    }

    @Test
    void whoWaitsForRoomGetsIt() throws InterruptedException {
        SharedQueue<String> it = withItems(QueueOptions.bounded(ITEMS));
        Actor.Call<Boolean> putting =
                anna.begin(() -> it.offer("more", 30, SECONDS)).awaitAsleep();
        killAfter(it, 2);
        assertThat(putting.result()).isTrue();
        assertThat(it).hasSize(ITEMS - 1);
    }
}
