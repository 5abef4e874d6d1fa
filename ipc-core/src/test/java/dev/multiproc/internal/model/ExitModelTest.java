package dev.multiproc.internal.model;

import dev.multiproc.internal.model.ExitProtocol.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ExitModelTest {
    @Test
    void whoExitsIsGoneThoughItSweepsAndAnotherIsStopped() {
        Checks.holds("exit, 1 kill", new ExitProtocol(1, Mutation.NONE), 20_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBroken(Mutation mutation) {
        Checks.fails("exit, " + mutation, kills -> new ExitProtocol(kills, mutation));
    }
}
