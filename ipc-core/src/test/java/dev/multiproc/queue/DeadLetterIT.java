package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a dead letter says of a consumer that died. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class DeadLetterIT {
    private Multiprocessing session;
    private JoinableQueue<String> queue;

    @BeforeEach
    void open() {
        session = Multiprocessing.open();
        queue = session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static void takeAndHalt(JoinableQueue<String> queue, int code) throws InterruptedException {
        queue.take();
        Runtime.getRuntime().halt(code);
    }

    private static void takeAndFail(JoinableQueue<String> queue) throws InterruptedException {
        throw new IllegalArgumentException(queue.take());
    }

    /** Nobody else is there who could find it dead. */
    @Test
    void itsParentKnowsHowItEnded() throws InterruptedException {
        JoinableQueue<String> it = queue;
        Map<String, ChildProcess> children = Map.of(
                "was ended by signal 9", session.process("killed", () -> takeAndHalt(it, 128 + 9)),
                "ended with exit code 3", session.process("halted", () -> takeAndHalt(it, 3)),
                "ended with exit code 1", session.process("failed", () -> takeAndFail(it)));
        for (Map.Entry<String, ChildProcess> each : children.entrySet()) {
            ChildProcess child = each.getValue();
            it.put("item of " + child.name());
            child.start().join();
            DeadLetter<String> letter = it.deadLetters().pollLetter(20, TimeUnit.SECONDS);
            assertThat(letter.value()).hasValue("item of " + child.name());
            assertThat(letter.cause()).isEqualTo(DeadLetterCause.CONSUMER_DIED);
            assertThat(letter.reason())
                    .isEqualTo("its consumer died: process " + child.name() + ", pid "
                            + child.pid().orElseThrow() + ", " + each.getKey());
        }
    }
}
