package dev.multiproc.redis;

import dev.multiproc.Options;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** An agent in a process of its own, with a base directory of its own, as on another host. */
final class AgentProgram {
    private AgentProgram() {}

    /** Starts one; {@link #awaitReady} waits until it is registered. */
    static ParentProgram start(URI address, String name, int most, Path base) throws IOException {
        return ParentProgram.Setup.plain()
                .withFlags("-XX:TieredStopAtLevel=1")
                .start(AgentProgram.class, address.toString(), name, Integer.toString(most), base.toString());
    }

    static void awaitReady(ParentProgram... agents) throws IOException {
        for (ParentProgram agent : agents) {
            String unused = agent.awaitLine("ready");
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.defaults()
                .withBaseDirectory(Path.of(arguments[3]))
                .withClassArchive(false)
                .withExitGrace(Duration.ofSeconds(3));
        AgentOptions how = AgentOptions.defaults()
                .withName(arguments[1])
                .withMost(Integer.parseInt(arguments[2]))
                .withOptions(options)
                .withLog(System.err::println);
        try (Agent agent = Agent.start(URI.create(arguments[0]), how)) {
            System.out.println("ready");
            agent.join();
        }
    }
}
