package dev.multiproc.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.park.Parker;
import dev.multiproc.internal.park.Waits;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing ends the janitor but its close. */
class JanitorTest {
    private static final long LIMIT_SECONDS = 20;

    @TempDir
    private Path directory;

    private final Semaphore ticks = new Semaphore(0);

    private void tick(Throwable failure) {
        ticks.release();
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Test
    void itSurvivesWhateverIsThrown() throws Exception {
        for (Throwable failure : List.of(
                new InternalError("a fault occurred in an unsafe memory access operation"),
                new IllegalStateException("no"),
                new NoClassDefFoundError("no"),
                new OutOfMemoryError("not really"))) {
            assertSurvives(failure);
        }
    }

    private void assertSurvives(Throwable failure) throws Exception {
        MappedRegion control = MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH);
        ProcessTable processes = new ProcessTable(control);
        try (Liveness liveness =
                new Liveness(directory, processes, processes.reserve(ProcessTable.NO_PARENT, 0, "me", false))) {
            liveness.attach(control, new Sweepable() {
                @Override
                public void recover(int deadSlot) {}

                @Override
                public void sweep(int deadSlot) {}
            });
            Waits waits = new Waits(0, JanitorTest::noParker, slot -> {}, () -> 1);
            Janitor janitor = new Janitor(liveness, waits, () -> tick(failure));
            ticks.drainPermits();
            assertThat(ticks.tryAcquire(4, LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            janitor.close();
        }
    }

    private static Parker noParker() {
        throw new UnsupportedOperationException();
    }
}
