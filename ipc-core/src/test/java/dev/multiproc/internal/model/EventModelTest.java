package dev.multiproc.internal.model;

import dev.multiproc.internal.model.EventState.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class EventModelTest {
    private static final int[] OWN_BITS = {0, 1, 2};
    private static final int[] SHARED_BITS = {0, 0, 1};

    private static EventProtocol event(int kills, int[] bits, String threads) {
        return new EventProtocol(kills, bits, threads, Mutation.NONE);
    }

    @Test
    void nobodySleepsForEverWhoeverIsKilled() {
        Checks.holds("event, 2 kills", event(2, OWN_BITS, "Aw Bw Ap Cp"), 900_000);
        Checks.holds("event, one gives up, 2 kills", event(2, OWN_BITS, "Aw Bt Cpp"), 200_000);
    }

    @Test
    void processesThatShareABitDoNotMissWakeUps() {
        Checks.holds("event, shared bit, 2 kills", event(2, SHARED_BITS, "Aw Bt Cpp"), 200_000);
        Checks.holds("event, shared bit, more threads", event(0, SHARED_BITS, "Aw At Bw Cpp"), 300_000);
    }

    @Test
    void threadsOfOneProcessDoNotMissWakeUps() {
        Checks.holds("event, more threads", event(0, OWN_BITS, "Aw At Bw Cpp"), 300_000);
        Checks.holds("event, more threads and items", event(0, OWN_BITS, "Aw Aw Bw Cppp"), 400_000);
    }

    @Test
    void allLearnOfTheEndWhoeverIsKilled() {
        Checks.holds("event, the end, 2 kills", event(2, OWN_BITS, "Aw Bw Cpe"), 150_000);
    }

    @Test
    void threadsOnAChannelDoNotMissWakeUps() {
        Checks.holds("event, channel", event(0, OWN_BITS, "aw at Cpp"), 100_000);
        Checks.holds("event, channel and futex", event(0, OWN_BITS, "aw Aw Cp"), 20_000);
        Checks.holds("event, two channels", event(0, OWN_BITS, "at bw Cp"), 300_000);
        Checks.holds("event, channels, shared bit", event(0, SHARED_BITS, "aw bw Cp"), 300_000);
        Checks.holds("event, channel, the end", event(0, OWN_BITS, "aw aw Ce"), 20_000);
        Checks.holds("event, channel, own signals", event(0, OWN_BITS, "aw aw ap"), 30_000);
    }

    @Test
    void threadsOnAChannelDoNotSleepForEverWhoeverIsKilled() {
        Checks.holds("event, channel, 2 kills", event(2, OWN_BITS, "aw Cp"), 80_000);
    }

    private static EventProtocol oneAtATime(int kills, int stops, int[] bits, String threads) {
        return EventProtocol.oneAtATime(kills, stops, bits, threads, Mutation.NONE);
    }

    @Test
    void whoIsOnTheWayWakesTheNextWhoeverIsKilled() {
        Checks.holds("one at a time, 1 kill", oneAtATime(1, 0, OWN_BITS, "Aw Bt Cpp"), 100_000);
    }

    @Test
    void whoIsStoppedOnTheWayHoldsNobodyUpForLong() {
        Checks.holds("one at a time, 1 stop", oneAtATime(0, 1, OWN_BITS, "Aw Bw Cpp"), 70_000);
    }

    @Test
    void whoIsOnTheWayOnAChannelWakesTheNext() {
        Checks.holds("one at a time, channel and futex", oneAtATime(0, 0, OWN_BITS, "aw Aw Cp"), 70_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void findsWhatIsBroken(Mutation mutation) {
        if (mutation.isOfSearch()) {
            String waiters =
                    switch (mutation) {
                        case SEARCH_FOR_NOBODY -> "Aw Bw Ap Cp";
                        case SEARCH_GIVEN_UP -> "Aw Att Cpp";
                        case SEARCH_OF_THE_DEAD -> "Aw Bw Cp";
                        case CHANNEL_SEARCH_ENDS_AFTER_CHECK -> "aw Awp Cp";
                        default -> mutation.isOfChannel() ? "aw Bw Cpp" : "Aw Bt Cpp";
                    };
            Checks.fails(
                    "one at a time, " + mutation,
                    kills -> EventProtocol.oneAtATime(kills, 0, OWN_BITS, waiters, mutation));
            return;
        }
        int[] bits = mutation == Mutation.LEAVE_WITHOUT_SHARERS ? SHARED_BITS : OWN_BITS;
        boolean takesTwoThreads =
                mutation == Mutation.LEAVE_WITHOUT_PASSING_ON || mutation == Mutation.GIVE_UP_WITHOUT_PASSING_ON;
        String threads = mutation == Mutation.CHANNEL_SECOND_SIGNAL_UNSEEN
                ? "aw bw Cpp"
                : mutation.isOfChannel() ? "aw at Cpp" : takesTwoThreads ? "Aw At Bw Cpp" : "Aw Bt Cpp";
        Checks.fails("event, " + mutation, kills -> new EventProtocol(kills, bits, threads, mutation));
    }
}
