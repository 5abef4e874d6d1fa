package dev.multiproc.launcher.args;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.inspect.ServerInspection;
import java.net.URI;
import java.util.UUID;

/** A session at a server that a command makes for itself, and deletes at its end. */
public final class OwnSession implements AutoCloseable {
    private static final int MARK_LENGTH = 8;

    private final ServerInspection server;
    private final String name;
    private final URI address;

    private OwnSession(ServerInspection server, URI address) {
        this.server = server;
        this.name = ServerOption.session(address).orElseThrow();
        this.address = address;
    }

    /**
     * Finds a name for it; the address may have one, which must not be in use.
     *
     * @param option for messages
     * @param address of the server
     * @param command the begin of a name that is made
     * @return to be closed
     */
    public static OwnSession at(ServerOption option, URI address, String command) {
        URI full = ServerOption.session(address).isPresent()
                ? address
                : ServerOption.withSession(
                        address, command + "-" + UUID.randomUUID().toString().substring(0, MARK_LENGTH));
        ServerInspection server = option.inspect(full);
        String name = ServerOption.session(full).orElseThrow();
        if (server.sessions().contains(name)) {
            server.close();
            throw new MultiprocessingException("the session " + name + " is in use, and " + command
                    + " needs one of its own: leave ?session= out, or give another name");
        }
        return new OwnSession(server, full);
    }

    /**
     * Where it is.
     *
     * @return its address, with the password if it has one
     */
    public URI address() {
        return address;
    }

    /** Deletes it. */
    @Override
    public void close() {
        try (server) {
            server.delete(name);
        }
    }
}
