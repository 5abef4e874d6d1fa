package dev.multiproc.internal.model;

import dev.multiproc.internal.model.ForwardProtocol.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ForwardModelTest {
    @Test
    void anItemIsInOneQueueOrTheOtherWhoeverIsKilled() {
        Checks.holds("forward, opposite ways, 2 kills", new ForwardProtocol(2, "01 10 01", Mutation.NONE), 120_000);
    }

    @Test
    void anItemCanBeForwardedToItsOwnQueue() {
        Checks.holds("forward, same queue, 2 kills", new ForwardProtocol(2, "00 00 01", Mutation.NONE), 50_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBroken(Mutation mutation) {
        Checks.fails("forward, " + mutation, kills -> new ForwardProtocol(kills, "01 10 01", mutation));
    }
}
