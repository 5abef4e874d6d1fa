package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.queue.QueueKillPoint;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process's end of a queue is closed while a take in it is under way. */
@ExtendWith(LeavesNothingBehind.class)
class CloseDuringTakeTest {
    @AfterEach
    void disarm() {
        KillSwitch.arm(null);
    }

    @Test
    void whatIsTakenTooLateGoesBack() throws InterruptedException {
        try (Multiprocessing session = Multiprocessing.open()) {
            JoinableQueue<String> queue = session.joinableQueue("work");
            queue.put("a");
            KillSwitch.arm(QueueKillPoint.TAKE_READ.name(), queue::close);
            assertThatIllegalStateException().isThrownBy(queue::take).withMessageContaining("closed");
            JoinableQueue<String> again = session.joinableQueue("work");
            assertThat(again).containsExactly("a");
            assertThat(again.take()).isEqualTo("a");
            again.taskDone();
            assertThat(again.unfinished()).isZero();
        }
    }
}
