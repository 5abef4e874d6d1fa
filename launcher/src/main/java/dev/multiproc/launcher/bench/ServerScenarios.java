package dev.multiproc.launcher.bench;

import java.net.URI;
import java.util.List;

/** The scenarios of a session at a server. */
final class ServerScenarios {
    private ServerScenarios() {}

    static List<Scenario> all(URI address) {
        return List.of(
                new ServerTripScenario(address),
                new ServerStreamScenario(address),
                new ServerTaskScenario(),
                new ServerLockScenario());
    }
}
