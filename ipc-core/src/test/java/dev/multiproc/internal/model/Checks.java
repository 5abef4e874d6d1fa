package dev.multiproc.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.model.Explorer.Result;
import java.util.function.IntFunction;

/** Checks that the tests of all models use. */
final class Checks {
    private static final int MAX_KILLS = 2;

    private Checks() {}

    /**
     * Explores a protocol that must hold. Also checks that it has about the expected number of states, since an empty model holds
     * too.
     */
    static void holds(String name, Protocol protocol, int fewestStates) {
        Result result = Explorer.explore(protocol);
        System.out.println(name + ": " + result);
        assertThat(result.violation()).as(result::toString).isNull();
        assertThat(result.states()).isGreaterThanOrEqualTo(fewestStates);
    }

    /** Explores a protocol with an error, with as few kills as are needed to see it fail. */
    static void fails(String name, IntFunction<Protocol> byKills) {
        Result result = null;
        for (int kills = 0; kills <= MAX_KILLS && (result == null || result.violation() == null); kills++) {
            result = Explorer.explore(byKills.apply(kills));
        }
        System.out.println(name + ": " + result);
        assertThat(result.violation()).as(name).isNotNull();
        assertThat(result.trace()).isNotEmpty();
    }
}
