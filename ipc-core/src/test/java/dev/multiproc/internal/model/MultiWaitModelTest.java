package dev.multiproc.internal.model;

import dev.multiproc.internal.model.MultiWaitState.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class MultiWaitModelTest {
    private static void holds(int kills, String threads, int fewestStates) {
        String name = "multi-wait, " + threads + ", " + kills + " kills";
        Checks.holds(name, new MultiWaitProtocol(kills, threads, Mutation.NONE), fewestStates);
    }

    @Test
    void nobodySleepsForEverBesideOneWhoTakesNothing() {
        holds(0, "am B1 Cpq", 80_000);
        holds(0, "an B1 Cpq", 150_000);
        holds(0, "am b1 Cpq", 150_000);
        holds(0, "am a1 Cq", 10_000);
    }

    @Test
    void allWhoTakeNothingLearnOfAnItem() {
        holds(0, "am am Cp", 100_000);
        holds(0, "am bm Cp", 100_000);
        holds(0, "am Co Cp", 1_000);
    }

    @Test
    void nobodySleepsForEverWhoeverIsKilled() {
        holds(1, "am B1 Cq", 300_000);
        holds(2, "am Cq", 50_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBroken(Mutation mutation) {
        String threads =
                switch (mutation) {
                    case SWEEP_WITHOUT_WAKE -> "am B1 Cq";
                    case MARK_ONCE -> "am B1 Cqq";
                    default -> "am B1 Cpq";
                };
        Checks.fails("multi-wait, " + mutation, kills -> new MultiWaitProtocol(kills, threads, mutation));
    }
}
