package dev.multiproc.manager;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Where remote clients come in. It is open as long as the manager's process lives. */
final class Door implements Runnable {
    /** How long a client may take to say who it is. */
    private static final Duration GREETING_LIMIT = Duration.ofSeconds(5);

    private final Server server;
    private final Listener listener;
    private final RemoteOptions options;

    private Door(Server server, Listener listener, RemoteOptions options) {
        this.server = server;
        this.listener = listener;
        this.options = options;
    }

    static Door open(Server server, SocketAddress address, RemoteOptions options) throws IOException {
        Door door = new Door(server, Listener.open(address, options.forConnections()), options);
        ClientProcess.start("manager-door", door);
        return door;
    }

    SocketAddress address() {
        return listener.address();
    }

    @Override
    public void run() {
        try {
            while (true) {
                Connection connection = listener.accept();
                // It may be slow.
                ClientProcess.start("manager-greeting", () -> greet(connection));
            }
        } catch (IOException | InterruptedException e) {
            Journal.warn(Door.class, "no more remote clients can come in at " + address(), e);
        }
    }

    private void greet(Connection connection) {
        boolean isIn = false;
        try {
            if (connection.poll(GREETING_LIMIT)) {
                isIn = answer(connection, ByteBuffer.wrap(connection.receiveBytes()));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            Journal.debug(Door.class, "a remote client has said something that cannot be understood, or has gone", e);
        } finally {
            if (!isIn) {
                connection.close();
            }
        }
    }

    private boolean answer(Connection connection, ByteBuffer first) throws IOException, InterruptedException {
        RemoteGreeting greeting;
        try {
            greeting = RemoteGreeting.from(first);
        } catch (ManagerException e) {
            connection.sendBytes(RemoteGreeting.refusal(e.getMessage()));
            return false;
        }
        boolean isNew = greeting.number() == Wire.Announcement.CONTROL;
        ClientProcess client = server.remoteClient(greeting.client(), isNew ? options.codec() : null, options.lease());
        if (client == null) {
            connection.sendBytes(RemoteGreeting.refusal(
                    "its lease is over, or its connection has broken, and what it had is freed: connect again"));
            return false;
        }
        boolean isWelcome = false;
        try {
            connection.sendBytes(new RemoteGreeting.Welcome(server.address(), options.lease()).toBytes());
            isWelcome = true;
        } finally {
            if (isNew && !isWelcome) {
                server.forget(client);
            }
        }
        client.connect(new Wire.Announcement(greeting.client(), greeting.pid(), greeting.number(), connection));
        return true;
    }
}
