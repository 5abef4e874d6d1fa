package dev.multiproc.launcher.agent;

import dev.multiproc.Options;
import dev.multiproc.redis.Agent;
import dev.multiproc.redis.AgentOptions;
import java.net.URI;
import java.util.function.Consumer;

/** An agent that runs until its process is ended. A class of its own: commands that need no server load nothing of the client. */
final class AgentRun {
    private AgentRun() {}

    /**
     * Returns when the agent has ended by itself.
     *
     * @param name null for this host's own name
     * @param most how many children it has at most; null for the default
     * @throws IllegalArgumentException if the address or an option is none
     */
    static void run(URI address, Options options, String name, Integer most, Consumer<String> log)
            throws InterruptedException {
        AgentOptions agents = AgentOptions.defaults().withOptions(options).withLog(log);
        agents = name == null ? agents : agents.withName(name);
        agents = most == null ? agents : agents.withMost(most);
        try (Agent agent = Agent.start(address, agents)) {
            log.accept("agent " + agents.name() + ": ready, " + agent.address());
            agent.join();
        }
    }
}
