package dev.multiproc.internal.model;

import dev.multiproc.internal.model.SlotProtocol.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SlotModelTest {
    @Test
    void slotsPassFromOneToTheNextWhoeverIsKilled() {
        Checks.holds("slots, 2 kills", new SlotProtocol(2, 0, Mutation.NONE), 150_000);
    }

    @Test
    void slotsPassFromOneToTheNextWhoeverLosesLocks() {
        Checks.holds("slots, 1 kill, 1 loss", new SlotProtocol(1, 1, Mutation.NONE), 100_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBroken(Mutation mutation) {
        Checks.fails("slots, " + mutation, kills -> new SlotProtocol(kills, mutation.losses(), mutation));
    }
}
