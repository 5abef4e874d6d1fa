package dev.multiproc.redis;

import dev.multiproc.Options;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How an {@link Agent} works. Immutable.
 *
 * @param name what {@link dev.multiproc.ChildOptions#on} calls it
 * @param most how many children it may have at a time
 * @param options of its children's JVMs and of its part of the session on this machine: class path, flags, environment, base
 *     directory, the time that children have when it ends ({@link Options#withExitGrace})
 * @param log gets a line for each child that it starts, refuses or ends; called by several threads
 */
public record AgentOptions(String name, int most, Options options, Consumer<String> log) {
    /** As many children as a session has places for. */
    public static final int MOST = 1000;

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if the name is empty, too long or has a blank, star or control character in it, or the number
     *     is not from 1 to {@link #MOST}
     */
    public AgentOptions {
        if (name.isEmpty() || name.length() > 200 || name.chars().anyMatch(c -> c <= ' ' || c == '*')) {
            throw new IllegalArgumentException(
                    "an agent's name is 1 to 200 characters without blanks and stars, name=\"" + name + "\"");
        }
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("an agent has from 1 to " + MOST + " children, but not " + most);
        }
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(log, "log");
    }

    /**
     * An agent with this machine's name, any number of children, and no log.
     *
     * @return the defaults
     */
    public static AgentOptions defaults() {
        return new AgentOptions(hostName(), MOST, Options.defaults(), line -> {});
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /**
     * Sets its name.
     *
     * @param newName another than those of the session's other agents
     * @return changed options
     */
    public AgentOptions withName(String newName) {
        return new AgentOptions(newName, most, options, log);
    }

    /**
     * Sets how many children it may have at a time.
     *
     * @param count from 1 to {@link #MOST}
     * @return changed options
     */
    public AgentOptions withMost(int count) {
        return new AgentOptions(name, count, options, log);
    }

    /**
     * Sets how its children are started.
     *
     * @param newOptions the options of its part of the session
     * @return changed options
     */
    public AgentOptions withOptions(Options newOptions) {
        return new AgentOptions(name, most, newOptions, log);
    }

    /**
     * Sets who is told what it does.
     *
     * @param newLog gets each line
     * @return changed options
     */
    public AgentOptions withLog(Consumer<String> newLog) {
        return new AgentOptions(name, most, options, newLog);
    }
}
