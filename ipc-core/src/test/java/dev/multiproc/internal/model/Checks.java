package dev.multiproc.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.multiproc.internal.model.Explorer.Result;
import java.util.function.IntFunction;

/** Checks that the tests of all models use. */
final class Checks {
    private static final int MAX_KILLS = 2;

    /** How many states of a model that must hold are looked at; all with the profile {@code chaos}. */
    private static final int MOST_STATES = Integer.getInteger("model.states", 60_000);

    private Checks() {}

    /**
     * Explores a protocol that must hold, in the short form as far as its most states go. Also checks that it has about the
     * expected number of states, since an empty model holds too.
     */
    static void holds(String name, Protocol protocol, int fewestStates) {
        Result result = Explorer.explore(protocol, MOST_STATES);
        System.out.println(name + ": " + result);
        assertThat(result.violation()).as(result::toString).isNull();
        assertThat(result.states()).isGreaterThanOrEqualTo(Math.min(fewestStates, MOST_STATES));
    }

    /** Explores a protocol with an error, with as few kills as are needed to see it fail; skipped where the short form does not go so far. */
    static void fails(String name, IntFunction<Protocol> byKills) {
        Result result = null;
        for (int kills = 0; kills <= MAX_KILLS && (result == null || result.violation() == null); kills++) {
            result = Explorer.explore(byKills.apply(kills), MOST_STATES);
        }
        System.out.println(name + ": " + result);
        assumeThat(result.violation() != null || result.states() < MOST_STATES)
                .as("seen by the long form only: " + name)
                .isTrue();
        assertThat(result.violation()).as(name).isNotNull();
        assertThat(result.trace()).isNotEmpty();
    }
}
