package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeavesNothingBehind.class)
class ObjectRegistryTest {
    private static final String NAME = "made";

    /** If it did, and the other waited for the lock of a process that is dead too, both would wait for ever. */
    @Test
    void theSweepDoesNotWaitForAThreadThatMakesAnObject() throws Exception {
        try (Multiprocessing session = Multiprocessing.open()) {
            // Has the janitor start.
            session.queue();
            MappedRegion control = ((LocalSession) session).context().control();
            ProcessTable processes = new ProcessTable(control);
            Reservation slowOne = processes.reserve(ProcessTable.NO_PARENT, 0, "slow", false);
            int deadOne =
                    processes.reserve(ProcessTable.NO_PARENT, 0, "dead", false).slot();
            control.setIntVolatile(ControlDescriptor.TABLES_LOCK_OFFSET, slowOne.slot() + 1);
            FutureTask<SharedQueue<String>> making = new FutureTask<>(() -> session.queue(NAME));
            Thread maker = new Thread(making);
            maker.start();
            await().until(() -> isWaitingForLock(maker));
            processes.setState(deadOne, ProcessTable.ALIVE);
            await().until(() -> processes.state(deadOne) == ProcessTable.FREE);
            assertThat(making.isDone()).isFalse();
            control.setIntVolatile(ControlDescriptor.TABLES_LOCK_OFFSET, 0);
            assertThat(making.get().name()).isEqualTo(NAME);
            processes.free(slowOne);
        }
    }

    private static boolean isWaitingForLock(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("waitShared")) {
                return true;
            }
        }
        return false;
    }
}
