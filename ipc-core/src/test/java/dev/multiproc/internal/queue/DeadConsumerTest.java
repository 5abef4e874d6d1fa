package dev.multiproc.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.engine.ReturnReasons;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.session.Rescues;
import dev.multiproc.queue.ConsumerDeath;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.testing.LeavesNothingBehind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of claims whose process is dead: a slot stands for one, whose lock nobody has. */
@ExtendWith(LeavesNothingBehind.class)
class DeadConsumerTest {
    private Multiprocessing session;
    private ProcessTable processes;
    private int ghost;

    @BeforeEach
    void open() {
        session = Multiprocessing.open();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private JoinableLogQueue<String> queue(QueueOptions options) {
        JoinableLogQueue<String> queue = (JoinableLogQueue<String>) session.<String>joinableQueue(options);
        processes = new ProcessTable(queue.log().context.control());
        ghost = processes.reserve(ProcessTable.NO_PARENT, 0, "ghost", false).slot();
        return queue;
    }

    /** Leaves the head where it is, as one who dies between the two. */
    private void claimAll(JoinableLogQueue<String> queue) {
        queue.log().scanner.all((cursor, word) -> cursor.region()
                .compareAndSetLong(cursor.offset(), word, RecordDescriptor.claimed(word, ghost)));
    }

    private void die() {
        processes.setState(ghost, ProcessTable.ALIVE);
    }

    private static int stateOfLast(JoinableLogQueue<String> queue) {
        int[] state = new int[1];
        queue.log().scanner.all((cursor, word) -> {
            state[0] = RecordDescriptor.state(word);
            return true;
        });
        return state[0];
    }

    @Test
    void aProducerIsToldOfTheRoomThatADiscardedItemMakes() throws Exception {
        JoinableLogQueue<String> queue = queue(QueueOptions.bounded(1).withOnConsumerDeath(ConsumerDeath.DISCARD));
        queue.put("a");
        claimAll(queue);
        FutureTask<Boolean> put = new FutureTask<>(() -> {
            queue.put("b");
            return true;
        });
        new Thread(put).start();
        EventCount notFull = new EventCount(
                queue.log().counters.region(),
                queue.log().counters.notFull(),
                queue.log().context.waits());
        await().until(notFull::hasWaiters);
        die();
        assertThat(put.get()).isTrue();
        assertThat(Rescues.in(session)).isZero();
    }

    @Test
    void anItemForWhichThereIsNoRoomAmongTheDeadLettersIsMovedLater() throws Exception {
        JoinableLogQueue<String> queue = queue(QueueOptions.unbounded().withMaxDeliveries(1));
        queue.put("a");
        claimAll(queue);
        Path inTheWay =
                Files.createFile(queue.log().context.files().queue(SafeName.toFileName(queue.name() + "!dead")));
        die();
        await().until(() -> stateOfLast(queue) == RecordDescriptor.MOVING);
        Files.delete(inTheWay);
        await().until(() -> processes.state(ghost) == ProcessTable.FREE);
        assertThat(queue.deadLetters()).containsExactly("a");
        assertThat(queue.log().finisher.isAllDone()).isTrue();
    }

    @Test
    void anItemThatCannotBeMovedIsGivenBack() throws Exception {
        JoinableLogQueue<String> queue = queue(QueueOptions.unbounded().withMaxDeliveries(1));
        queue.put("a");
        Path inTheWay =
                Files.createFile(queue.log().context.files().queue(SafeName.toFileName(queue.name() + "!dead")));
        Claim claim = queue.log().awaitClaim(System.nanoTime());
        assertThatThrownBy(() -> queue.log().giveBack(claim, ReturnReasons.GIVEN_BACK))
                .hasMessageContaining("cannot write more items");
        assertThat(queue).containsExactly("a");
        Files.delete(inTheWay);
        queue.log().giveBack(queue.log().awaitClaim(System.nanoTime()), ReturnReasons.GIVEN_BACK);
        assertThat(queue.deadLetters()).containsExactly("a");
        assertThat(queue).isEmpty();
    }

    @Test
    void aDeadLetterIsTakenInAfterShutdownToo() throws InterruptedException {
        JoinableLogQueue<String> queue = queue(QueueOptions.unbounded().withMaxDeliveries(1));
        queue.put("a");
        claimAll(queue);
        queue.deadLetters().shutdown();
        die();
        await().until(() -> processes.state(ghost) == ProcessTable.FREE);
        assertThat(queue.deadLetters().poll()).isEqualTo("a");
    }
}
