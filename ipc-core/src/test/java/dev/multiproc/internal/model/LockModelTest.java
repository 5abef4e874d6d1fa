package dev.multiproc.internal.model;

import dev.multiproc.internal.model.LockProtocol.Mutation;
import dev.multiproc.internal.model.SweepProtocol.SweepMutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class LockModelTest {
    @Test
    void holdsWhoeverIsKilled() {
        Checks.holds("lock, 2 kills", new LockProtocol(2, false, Mutation.NONE, SweepMutation.NONE), 900_000);
    }

    @Test
    void aWaiterThatGivesUpLeavesNobodyAsleep() {
        Checks.holds(
                "lock, a waiter with a time limit, 1 kill",
                new LockProtocol(1, true, Mutation.NONE, SweepMutation.NONE),
                75_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBrokenInTheLock(Mutation mutation) {
        boolean isTimed = mutation == Mutation.GIVE_UP_UNMARKED;
        Checks.fails("lock, " + mutation, kills -> new LockProtocol(kills, isTimed, mutation, SweepMutation.NONE));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBrokenInTheSweep(SweepMutation mutation) {
        Checks.fails("lock, " + mutation, kills -> new LockProtocol(kills, false, Mutation.NONE, mutation));
    }
}
