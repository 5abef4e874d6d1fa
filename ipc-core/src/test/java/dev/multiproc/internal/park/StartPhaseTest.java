package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import org.junit.jupiter.api.Test;

/** Until when a session's processes are young. */
class StartPhaseTest {
    private final MappedRegion control = MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH);
    private final YouthInTests youth = new YouthInTests(control);

    @Test
    void itLastsLongerForThoseWhoWait() {
        youth.begin();
        assertThat(youth.lasts()).isTrue();
        assertThat(youth.mayLast()).isTrue();
        youth.pass(StartPhase.NANOS);
        assertThat(youth.lasts()).isFalse();
        assertThat(youth.mayLast()).isTrue();
        youth.pass(StartPhase.MARGIN_NANOS);
        assertThat(youth.mayLast()).isFalse();
    }

    @Test
    void whoeverBeginsLaterProlongsIt() {
        youth.begin();
        youth.pass(StartPhase.NANOS / 2);
        youth.begin();
        youth.pass(StartPhase.NANOS - 1);
        assertThat(youth.lasts()).isTrue();
    }

    @Test
    void thatOfBeforeTheMachineWasStartedHasPassed() {
        control.setLongVolatile(
                ControlDescriptor.YOUNG_UNTIL_OFFSET, youth.now() + 2 * (StartPhase.NANOS + StartPhase.MARGIN_NANOS));
        assertThat(youth.lasts()).isFalse();
        assertThat(youth.mayLast()).isFalse();
        youth.begin();
        assertThat(youth.lasts()).isTrue();
        youth.pass(StartPhase.NANOS);
        assertThat(youth.lasts()).isFalse();
    }

    @Test
    void aSessionBeginsOld() {
        assertThat(new StartPhase(control).mayLast()).isFalse();
    }
}
