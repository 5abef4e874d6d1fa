package dev.multiproc.internal.model;

import dev.multiproc.internal.model.QueueSweepProtocol.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ClaimModelTest {
    private static final String TWO_PUT_TWO_TAKE = "p pt t";

    @Test
    void nothingIsLostWhoeverIsKilled() {
        Checks.holds("claims, 2 kills", new ClaimProtocol(2, 0, TWO_PUT_TWO_TAKE, 2, Mutation.NONE), 600_000);
    }

    @Test
    void whatIsPastItsLimitBecomesADeadLetterWhoeverIsKilled() {
        Checks.holds(
                "claims, one delivery, 2 kills", new ClaimProtocol(2, 0, TWO_PUT_TWO_TAKE, 1, Mutation.NONE), 700_000);
    }

    @Test
    void whatIsGivenBackIsTakenAgainWhoeverIsKilled() {
        Checks.holds("claims, given back, 2 kills", new ClaimProtocol(2, 1, "p t tt", 2, Mutation.NONE), 400_000);
    }

    @Test
    void whatCannotBeMovedIsMovedLater() {
        Checks.holds("claims, no room once, 2 kills", new ClaimProtocol(2, 1, "p t t", 1, Mutation.NONE), 200_000);
    }

    @Test
    void threeWhoPutAndTake() {
        Checks.holds("claims, 3 put and take", new ClaimProtocol(0, 0, "pt pt pt", 2, Mutation.NONE), 60_000);
    }

    @Test
    void twoThatArePutTogetherAreBothThereOrNone() {
        Checks.holds("claims, two together, 2 kills", new ClaimProtocol(2, 0, "b p tt", 2, Mutation.NONE), 100_000);
    }

    @Test
    void whatIsTakenAndFinishedInOneStepIsTakenOnceWhoeverIsKilled() {
        Checks.holds("takes in one step, 2 kills", new ClaimProtocol(2, 0, "p pq q", 2, Mutation.NONE), 600_000);
        Checks.holds("takes of both kinds, 2 kills", new ClaimProtocol(2, 0, "b p qt", 2, Mutation.NONE), 600_000);
        Checks.holds("takes in one step, of three", new ClaimProtocol(0, 0, "pq pq pt", 2, Mutation.NONE), 15_000);
    }

    @Test
    void whoDrainsInOneStepEachLeavesNothingAndDoesNotWaitForEver() {
        Checks.holds("drain in one step each, 1 kill", new ClaimProtocol(1, 0, "ps e d", 2, Mutation.NONE), 1_000_000);
        Checks.holds("drain in one step each, two items", new ClaimProtocol(0, 0, "bs e e", 1, Mutation.NONE), 7_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAD_LEFT_BEHIND", "TAKE_BY_STORE"})
    void findsWhatIsBrokenInOneStep(Mutation mutation) {
        Checks.fails("takes in one step, " + mutation, kills -> new ClaimProtocol(kills, 0, "p q q", 1, mutation));
    }

    @Test
    void whoDrainsAQueueThatIsShutDownLeavesNothingAndDoesNotWaitForEver() {
        Checks.holds("drain, 1 kill", new ClaimProtocol(1, 0, "ps d d", 2, Mutation.NONE), 1_000_000);
        Checks.holds("drain, one delivery, 1 kill", new ClaimProtocol(1, 0, "ps d d", 1, Mutation.NONE), 400_000);
        Checks.holds("drain, two items", new ClaimProtocol(0, 0, "bs d d", 1, Mutation.NONE), 30_000);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"LEAVE_WHEN_EMPTY", "SHUTDOWN_NOT_TOLD", "LAST_NOT_TOLD", "NO_SECOND_LOOK", "NO_FENCE_IN_THE_END"})
    void findsWhatIsBrokenInTheEnd(Mutation mutation) {
        String programs = mutation == Mutation.NO_FENCE_IN_THE_END ? "bs d d" : "ps d d";
        Checks.fails("drain, " + mutation, kills -> new ClaimProtocol(kills, 0, programs, 2, mutation));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "NONE",
                "HEAD_LEFT_BEHIND",
                "TAKE_BY_STORE",
                "LEAVE_WHEN_EMPTY",
                "SHUTDOWN_NOT_TOLD",
                "LAST_NOT_TOLD",
                "NO_SECOND_LOOK",
                "NO_FENCE_IN_THE_END"
            })
    void findsWhatIsBroken(Mutation mutation) {
        int maxDeliveries = mutation == Mutation.RETURNED_NOT_COUNTED ? 2 : 1;
        int maxFailures = mutation == Mutation.MOVE_CHANGES_OWNER ? 1 : 0;
        boolean takesTwoPuts = mutation == Mutation.NEXT_NOT_ZEROED || mutation == Mutation.TAIL_NOT_FOUND;
        boolean putsTwo = mutation == Mutation.FIRST_OF_TWO_FIRST || mutation == Mutation.NEXT_TOLD_AS_TAKEN;
        String programs = putsTwo ? "b t tt" : takesTwoPuts ? "p p t" : "p t t";
        Checks.fails(
                "claims, " + mutation,
                kills -> new ClaimProtocol(kills, maxFailures, programs, maxDeliveries, mutation));
    }
}
