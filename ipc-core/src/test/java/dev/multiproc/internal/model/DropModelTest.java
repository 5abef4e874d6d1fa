package dev.multiproc.internal.model;

import dev.multiproc.internal.model.DropProtocol.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DropModelTest {
    private static final String ONE_SHUTS_DOWN = "x tt t";

    @Test
    void nothingIsHandedOutAndNothingIsLeftWhoeverIsKilled() {
        Checks.holds("drop, 2 kills", new DropProtocol(2, ONE_SHUTS_DOWN, Mutation.NONE), 10_000);
        Checks.holds("drop, two shut down, 2 kills", new DropProtocol(2, "x tx t", Mutation.NONE), 10_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBroken(Mutation mutation) {
        Checks.fails("drop, " + mutation, kills -> new DropProtocol(kills, ONE_SHUTS_DOWN, mutation));
    }
}
