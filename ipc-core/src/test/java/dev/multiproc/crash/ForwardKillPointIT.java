package dev.multiproc.crash;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.queue.QueueKillPoint;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.KillPointSource;
import dev.multiproc.testing.ParentProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A process is ended at each named place while it forwards an item from one queue to another, or puts a dead letter back. Then the
 * item is unfinished in the one, or its result is in the other: one of the two, and never both.
 */
@Timeout(120)
class ForwardKillPointIT extends KillPointContract {
    private static final String LARGE = "x".repeat(100_000);

    @TempDir
    private Path parent;

    private static boolean isPublishedBefore(KillPoint point) {
        return List.of(
                        QueueKillPoint.PUT_PUBLISHED,
                        QueueKillPoint.PUT_TAIL_MOVED,
                        QueueKillPoint.FORWARD_DONE,
                        QueueKillPoint.FORWARD_CLEARED,
                        QueueKillPoint.PUT_UNLOCKED)
                .contains(point);
    }

    private static void assertOneOfTheTwo(JoinableQueue<String> from, SharedQueue<String> to, boolean isForwarded)
            throws InterruptedException {
        if (isForwarded) {
            assertThat(from.join(20, SECONDS)).isTrue();
            assertThat(to).hasSize(1);
            assertThat(to.poll()).isEqualTo("result" + LARGE);
        } else {
            // The second time it is delivered; a large item's file is still there.
            await().atMost(PATIENCE).until(() -> from.size() == 1);
            assertThat(to).isEmpty();
            var again = from.receive();
            assertThat(again.value()).isEqualTo("item" + LARGE);
            assertThat(again.deliveryCount()).isEqualTo(2);
            again.forwardTo(to, "result" + LARGE);
            assertThat(to.poll()).isEqualTo("result" + LARGE);
        }
        assertThat(from.unfinished()).isZero();
        assertThat(from.join(0, SECONDS)).isTrue();
        to.put("next");
        assertThat(to.poll(10, SECONDS)).isEqualTo("next");
        assertThat(from.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @KillPointSource(names = {"PUT_(?!SPILL).*", "PUT_SPILL_NAMED", "FORWARD_.*"})
    void theItemIsInOneQueueOrTheOther(KillPoint point) throws Exception {
        JoinableQueue<String> from = mp.joinableQueue();
        SharedQueue<String> to = mp.queue();
        from.put("item" + LARGE);
        kill(point, () -> from.receive().forwardTo(to, "result" + LARGE));
        assertOneOfTheTwo(from, to, isPublishedBefore(point));
    }

    @ParameterizedTest
    @KillPointSource(names = {"PUT_COUNTED", "PUT_PUBLISHED", "FORWARD_.*"})
    void anItemThatGoesToItsOwnQueueIsThereOnce(KillPoint point) throws Exception {
        JoinableQueue<String> it = mp.joinableQueue();
        it.put("a");
        kill(point, () -> it.receive().forwardTo(it, "b"));
        await().atMost(PATIENCE).until(() -> it.size() == 1 && it.unfinished() == 1);
        assertThat(it.take()).isEqualTo(isPublishedBefore(point) ? "b" : "a");
        it.taskDone();
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    /** The sweeper of the one that was forwarding is ended too, before it has settled anything, or after. */
    @ParameterizedTest
    @KillPointSource(names = {"SWEEP_LOCK_TAKEN", "SWEEP_BEGUN", "SWEEP_SETTLED"})
    void soItIsIfItsSweeperDiesToo(KillPoint point) throws Exception {
        for (QueueKillPoint at : List.of(QueueKillPoint.FORWARD_MARKED, QueueKillPoint.PUT_PUBLISHED)) {
            JoinableQueue<String> from =
                    mp.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(200));
            SharedQueue<String> to = mp.queue();
            // Its first put is that of the item.
            String killAt = at == QueueKillPoint.PUT_PUBLISHED ? at + ":2" : at.name();
            killSweeper(point, new Victim(killAt, () -> {
                from.offer("item");
                from.receive().forwardTo(to, "result");
            }));
            await().atMost(PATIENCE).until(() -> from.unfinished() == from.size());
            List<String> results = new ArrayList<>();
            to.drainTo(results);
            // Each victim put one, and those that published the result finished one.
            assertThat(from.isEmpty()).isEqualTo(at == QueueKillPoint.PUT_PUBLISHED);
            assertThat(results.isEmpty()).isEqualTo(at == QueueKillPoint.FORWARD_MARKED);
        }
    }

    @ParameterizedTest
    @KillPointSource(names = {"REDRIVE_CLAIMED", "PUT_(?!SPILL).*", "FORWARD_.*"})
    void aDeadLetterIsInOneQueueOrTheOther(KillPoint point) throws Exception {
        JoinableQueue<String> it = mp.joinableQueue();
        for (String item : List.of("a", "b", "c")) {
            it.put(item);
            it.receive().reject("why");
        }
        kill(point, () -> it.deadLetters().redrive());
        await().atMost(PATIENCE).until(() -> it.size() + it.deadLetters().size() == 3);
        assertThat(it).hasSize(isPublishedBefore(point) ? 1 : 0);
        assertThat(it.deadLetters().redrive()).isEqualTo(isPublishedBefore(point) ? 2 : 3);
        assertThat(it).containsExactly("a", "b", "c");
        assertThat(it.deadLetters()).isEmpty();
    }

    /** Opens a durable session, and is ended while it forwards an item. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Path.of(arguments[0]));
            JoinableQueue<String> from = mp.joinableQueue("from");
            from.put("item" + LARGE);
            mp.queue("to");
            KillSwitch.arm(arguments[1]);
            from.receive().forwardTo(mp.queue("to"), "result" + LARGE);
        }
    }

    @ParameterizedTest
    @KillPointSource(names = {"PUT_COUNTED", "PUT_PUBLISHED", "PUT_TAIL_MOVED", "FORWARD_.*"})
    void whenAllAreDeadTheNextOneToOpenTheSessionFindsItInOneQueue(KillPoint point) throws Exception {
        Path directory = parent.resolve("session");
        try (ParentProgram program = ParentProgram.start(Program.class, directory.toString(), point.name())) {
            assertThat(program.process().waitFor(60, SECONDS)).isTrue();
            assertThat(program.process().exitValue()).isEqualTo(128 + 9);
        }
        try (Multiprocessing durable = Multiprocessing.open(directory)) {
            assertOneOfTheTwo(durable.joinableQueue("from"), durable.queue("to"), isPublishedBefore(point));
        }
        try (Multiprocessing durable = Multiprocessing.open(directory)) {
            assertThat(durable.joinableQueue("from")).isEmpty();
            assertThat(durable.queue("to")).isEmpty();
        }
    }
}
