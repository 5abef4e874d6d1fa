package dev.multiproc.manager;

import dev.multiproc.codec.Codec;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Where remote clients come in. */
final class Door implements Runnable {
    /** How long a client may take to say who it is. */
    private static final Duration GREETING_LIMIT = Duration.ofSeconds(5);

    private final Server server;
    private final Listener listener;
    private final RemoteOptions options;
    private volatile boolean isClosed;

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

    /** What a client's codec, and its filter, are. */
    Codec codec() {
        return options.codec();
    }

    Duration lease() {
        return options.lease();
    }

    /** Lets nobody in any more, and ends those who are in. */
    void close() {
        // In this order: who is let in now sees that it is closed, or is seen here.
        isClosed = true;
        try {
            listener.close();
        } catch (IOException e) {
            Journal.warn(Door.class, "the socket's file cannot be removed, address=" + address(), e);
        }
        server.clientsOf(this).forEach(ClientProcess::disconnect);
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
            if (isClosed) {
                return;
            }
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
            Journal.warn(Door.class, "a remote client was refused: " + e.getMessage(), null);
            connection.sendBytes(RemoteGreeting.refusal(e.getMessage()));
            return false;
        }
        boolean isNew = greeting.number() == Wire.Announcement.CONTROL;
        ClientProcess client = server.remoteClient(greeting.client(), isNew ? this : null);
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
        if (isClosed) {
            client.disconnect();
        }
        return true;
    }
}
