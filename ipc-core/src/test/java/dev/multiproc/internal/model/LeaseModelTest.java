package dev.multiproc.internal.model;

import dev.multiproc.internal.model.LeaseProtocol.Fault;
import dev.multiproc.internal.model.LeaseState.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class LeaseModelTest {
    @Test
    void nothingIsLostAndNothingIsFinishedTwiceWhoeverIsStopped() {
        Checks.holds(
                "leases, 1 stopped",
                new LeaseProtocol(new Setting(true, 1, 2, 0, 1, 0), 2, "frdx", Fault.NONE),
                60_000);
        Checks.holds(
                "leases, 2 items, 1 stopped",
                new LeaseProtocol(new Setting(true, 2, 1, 0, 1, 0), 2, "f", Fault.NONE),
                300_000);
    }

    @Test
    void norWhoeverIsKilled() {
        Checks.holds(
                "leases, 1 kill", new LeaseProtocol(new Setting(true, 1, 1, 1, 0, 0), 2, "f", Fault.NONE), 300_000);
    }

    @Test
    void whatCannotBeMovedToTheDeadLettersIsMovedAfterOneMoreLease() {
        Checks.holds(
                "leases, no room once, 1 stopped",
                new LeaseProtocol(new Setting(true, 1, 1, 0, 1, 1), 2, "fr", Fault.NONE),
                50_000);
    }

    @Test
    void whatIsDelayedInAQueueWithoutALeaseComesBackWhoeverIsKilled() {
        Checks.holds(
                "delays, 1 kill", new LeaseProtocol(new Setting(false, 1, 2, 1, 0, 0), 2, "fd", Fault.NONE), 100_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBroken(Fault fault) {
        boolean hasLease = fault != Fault.DELAY_NOT_ANNOUNCED;
        boolean needsTwo = fault == Fault.STORED_AT_THE_END;
        boolean needsKill = fault == Fault.SWEEP_LEAVES_CLAIMED || fault == Fault.MOVE_KEEPS_OWNER;
        Setting setting = new Setting(
                hasLease, needsTwo ? 2 : 1, needsTwo || needsKill ? 1 : 2, needsKill ? 1 : 0, needsKill ? 0 : 1, 0);
        String ends = needsTwo || needsKill ? "f" : hasLease ? "fx" : "fd";
        Checks.fails("leases, " + fault, kills -> new LeaseProtocol(setting, 2, ends, fault));
    }
}
