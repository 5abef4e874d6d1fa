package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import org.junit.jupiter.api.Test;

/** How long a session is in its start phase. */
class StartPhaseTest {
    private final MappedRegion control = MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH);
    private final StartPhaseInTests startPhase = new StartPhaseInTests(control);

    @Test
    void itLastsLongerForThoseWhoWait() {
        startPhase.begin();
        assertThat(startPhase.lasts()).isTrue();
        assertThat(startPhase.mayLast()).isTrue();
        startPhase.pass(StartPhase.NANOS);
        assertThat(startPhase.lasts()).isFalse();
        assertThat(startPhase.mayLast()).isTrue();
        startPhase.pass(StartPhase.MARGIN_NANOS);
        assertThat(startPhase.mayLast()).isFalse();
    }

    @Test
    void whoeverBeginsLaterProlongsIt() {
        startPhase.begin();
        startPhase.pass(StartPhase.NANOS / 2);
        startPhase.begin();
        startPhase.pass(StartPhase.NANOS - 1);
        assertThat(startPhase.lasts()).isTrue();
    }

    @Test
    void thatOfBeforeTheMachineWasStartedHasPassed() {
        control.setLongVolatile(
                ControlDescriptor.START_PHASE_END_OFFSET,
                startPhase.now() + 2 * (StartPhase.NANOS + StartPhase.MARGIN_NANOS));
        assertThat(startPhase.lasts()).isFalse();
        assertThat(startPhase.mayLast()).isFalse();
        startPhase.begin();
        assertThat(startPhase.lasts()).isTrue();
        startPhase.pass(StartPhase.NANOS);
        assertThat(startPhase.lasts()).isFalse();
    }

    @Test
    void aSessionBeginsOld() {
        assertThat(new StartPhase(control).mayLast()).isFalse();
    }
}
