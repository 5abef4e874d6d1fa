package dev.multiproc.internal.control;

import static dev.multiproc.internal.control.ProcessTable.ALIVE;
import static dev.multiproc.internal.control.ProcessTable.FREE;
import static dev.multiproc.internal.control.ProcessTable.NO_PARENT;
import static dev.multiproc.internal.control.ProcessTable.RESERVED;
import static dev.multiproc.internal.control.ProcessTable.SWEPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.ProcessTable.Occupant;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import org.junit.jupiter.api.Test;

/** Each of these is a race between processes, in one of its orders; the model of slots has all of them. */
class ProcessTableTest {
    private static final long PID = 0xffff_fffdL;

    private final ProcessTable table = new ProcessTable(MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH));
    private final Reservation parent = table.reserve(NO_PARENT, PID, "parent", false);
    private final int parentSlot = parent.slot();

    private Reservation child() {
        return table.reserve(parentSlot, 0, "child", false);
    }

    private Reservation liveChild() {
        assertThat(table.enter(parent, PID)).isTrue();
        Reservation child = child();
        assertThat(table.enter(child, PID)).isTrue();
        return child;
    }

    @Test
    void aSlotHoldsWhoseItIs() {
        for (int slot = 1; slot < ControlDescriptor.SLOT_COUNT; slot++) {
            table.reserve(slot - 1, PID, "process " + slot, true);
        }
        int last = ControlDescriptor.SLOT_COUNT - 1;
        assertThat(table.occupant(last)).isEqualTo(new Occupant(RESERVED, last - 1, 1, PID));
        assertThat(table.name(last)).isEqualTo("process " + last);
        assertThat(table.limit()).isEqualTo(ControlDescriptor.SLOT_COUNT);
    }

    @Test
    void theGenerationComesRoundAndTouchesNothingElse() {
        for (int i = 0; i < 1 << 18; i++) {
            Reservation child = table.reserve(NO_PARENT, 0, "", false);
            assertThat(child.slot()).isEqualTo(1);
            table.free(child);
        }
        assertThat(table.occupant(1)).isEqualTo(new Occupant(FREE, NO_PARENT, 0, 0));
    }

    @Test
    void aProcessDoesNotEnterASlotThatIsReservedForAnother() {
        Reservation late = child();
        table.orphanChildren(parentSlot);
        assertThat(table.state(late.slot())).isEqualTo(FREE);
        Reservation other = child();
        assertThat(other.slot()).isEqualTo(late.slot());
        assertThat(table.isReserved(late)).isFalse();
        assertThat(table.enter(late, PID)).isFalse();
        assertThat(table.enter(other, PID)).isTrue();
    }

    @Test
    void aChildThatWasStartedEntersThoughItsParentIsDead() {
        Reservation child = child();
        table.started(child, PID);
        table.orphanChildren(parentSlot);
        assertThat(table.enter(child, PID)).isTrue();
        assertThat(table.occupant(child.slot())).isEqualTo(new Occupant(ALIVE, NO_PARENT, 1, PID));
    }

    @Test
    void aSweptChildWaitsForItsParent() {
        Reservation child = liveChild();
        table.retire(child);
        assertThat(table.state(child.slot())).isEqualTo(SWEPT);
        table.free(child);
        assertThat(table.state(child.slot())).isEqualTo(FREE);
    }

    @Test
    void aSweptChildOfADeadParentIsFree() {
        Reservation child = liveChild();
        table.orphanChildren(parentSlot);
        table.retire(child);
        assertThat(table.state(child.slot())).isEqualTo(FREE);
    }

    @Test
    void aSweptChildIsFreeWhenItsParentDies() {
        Reservation child = liveChild();
        table.retire(child);
        table.orphanChildren(parentSlot);
        assertThat(table.state(child.slot())).isEqualTo(FREE);
    }

    @Test
    void whoComesLateChangesNothingForALaterOccupant() {
        Reservation child = liveChild();
        table.retire(child);
        table.free(child);
        Reservation next = child();
        Occupant before = table.occupant(next.slot());
        table.started(child, 7);
        table.retire(child);
        table.disown(child);
        table.free(child);
        assertThat(table.occupant(next.slot())).isEqualTo(before);
    }

    @Test
    void aChildThatIsDisownedIsFreeOnceItIsSwept() {
        Reservation child = liveChild();
        table.disown(child);
        assertThat(table.state(child.slot())).isEqualTo(ALIVE);
        table.retire(child);
        assertThat(table.state(child.slot())).isEqualTo(FREE);
    }

    @Test
    void theParentDoesNotFreeAChildThatIsNotSwept() {
        Reservation child = liveChild();
        table.free(child);
        assertThat(table.state(child.slot())).isEqualTo(ALIVE);
    }

    @Test
    void anEmptiedTableKnowsNobody() {
        Reservation child = child();
        table.clear();
        assertThat(table.limit()).isZero();
        assertThat(table.state(child.slot())).isEqualTo(FREE);
        assertThat(table.enter(child, PID)).isFalse();
        table.reserve(NO_PARENT, PID, "first", false);
        assertThat(child().generation()).isNotEqualTo(child.generation());
    }
}
