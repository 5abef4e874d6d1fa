package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.launch.FailureReport;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeavesNothingBehind.class)
class ReusedSlotIT {
    private static final int FIRST_CHILD_SLOT = 1;

    @Test
    void aChildIsNotBlamedForTheFailureOfAnotherWhoseParentDidNotReadIt() throws Exception {
        try (Multiprocessing session = Multiprocessing.open()) {
            SessionDirectory directory = ((LocalSession) session).membership().directory();
            FailureReport.write(directory.failure(FIRST_CHILD_SLOT), new IllegalStateException("of another"));
            ChildProcess child = session.process(() -> {}).start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(child.failure()).isEmpty();
        }
    }
}
