package dev.multiproc.manager;

import dev.multiproc.CloseAction;
import dev.multiproc.codec.Codec;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.ConnectionOptions;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * To a manager of another session, perhaps on another machine: over sockets. The client has a lease, which its control connection
 * renews; each renewal comes back, so that the client sees too when the network is cut.
 */
final class RemoteRoute implements Route {
    private static final int RENEWALS = 3;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final SocketAddress place;
    private final RemoteOptions options;
    private final String id = UUID.randomUUID().toString();
    private final Connection control;
    private final RemoteGreeting.Welcome welcome;

    /** All that are open, also while a call uses them. */
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private final CountDownLatch ended = new CountDownLatch(1);

    /** When the last renewal was sent that has come back: the manager's lease ends later than a lease after this. */
    private volatile long renewedNanos = System.nanoTime();

    private RemoteRoute(SocketAddress place, RemoteOptions options) throws IOException, InterruptedException {
        this.place = place;
        this.options = options;
        control = Connection.connect(place, forClient(options));
        boolean isIn = false;
        try {
            welcome = greet(control, Wire.Announcement.CONTROL, ANSWER_LIMIT);
            isIn = true;
        } finally {
            if (!isIn) {
                control.close();
            }
        }
        connections.add(control);
    }

    /** A thread that is interrupted while it sends must not end the connection: all others would lose their objects. */
    private static ConnectionOptions forClient(RemoteOptions options) {
        return options.forConnections().withMessagesCompleted(true);
    }

    static RemoteRoute to(SocketAddress place, RemoteOptions options) throws IOException, InterruptedException {
        return new RemoteRoute(place, options);
    }

    ManagerAddress address() {
        return welcome.address();
    }

    private RemoteGreeting.Welcome greet(Connection connection, int number, Duration limit)
            throws IOException, InterruptedException {
        connection.sendBytes(new RemoteGreeting(id, ProcessHandle.current().pid(), number).toBytes());
        RemoteGreeting.Welcome answer = RemoteGreeting.Welcome.from(ByteBuffer.wrap(receive(connection, limit)));
        receive(connection, limit);
        return answer;
    }

    private static byte[] receive(Connection connection, Duration limit) throws IOException, InterruptedException {
        if (!connection.poll(limit)) {
            throw new IOException("no answer for " + limit);
        }
        return connection.receiveBytes();
    }

    @Override
    public Codec codec() {
        return options.codec();
    }

    @Override
    public ObjectInputFilter filter() {
        return options.filter();
    }

    @Override
    public Runnable beforeSessionEnds(CloseAction action) {
        return () -> {};
    }

    // ---------------------------------------------------------------- connections

    @Override
    public Connection open(Client client, String unused, int number, Limit limit) {
        if (number == Wire.Announcement.CONTROL) {
            return control;
        }
        boolean isInterrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return connect(client, number, limit);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } catch (IOException e) {
            client.checkOpen();
            if (limit.isUp()) {
                throw client.late(limit);
            }
            throw new ManagerException("no further connection to " + this + ": nothing was called", e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Connection connect(Client client, int number, Limit callLimit) throws IOException, InterruptedException {
        // In a network that is cut the client has ended by then, and says why.
        long longest = Math.min(ANSWER_LIMIT.toNanos(), welcome.lease().toNanos());
        Duration limit = Duration.ofNanos(Math.max(1, Math.min(callLimit.leftNanos(), longest)));
        Connection connection = Connection.connect(place, forClient(options).withHandshakeTimeout(limit));
        boolean isIn = false;
        try {
            connections.removeIf(other -> !other.isOpen());
            connections.add(connection);
            client.checkOpen();
            greet(connection, number, limit);
            isIn = true;
            return connection;
        } finally {
            if (!isIn) {
                connection.close();
            }
        }
    }

    // ---------------------------------------------------------------- lease

    /** Renews the lease until the client ends. Two threads do this, since the network may hold up one that sends. */
    void keepLease(Client client) {
        ClientProcess.start("manager-lease-renewal", () -> renew(client));
        ClientProcess.start("manager-lease", () -> watch(client));
    }

    private void renew(Client client) {
        try {
            do {
                client.tell(Wire.ALIVE, System.nanoTime(), 0);
            } while (!ended.await(welcome.lease().toNanos() / RENEWALS, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Nobody interrupts it but to end it.
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Client client) {
        try {
            while (!client.hasEnded()) {
                if (!control.poll(Duration.ofNanos(leftNanos()))) {
                    client.end(whyEnded());
                    return;
                }
                ByteBuffer renewal = ByteBuffer.wrap(control.receiveBytes());
                renewal.get();
                renewedNanos = renewal.getLong();
            }
        } catch (IOException e) {
            client.end(whyEnded());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long leftNanos() {
        return welcome.lease().toNanos() - (System.nanoTime() - renewedNanos);
    }

    @Override
    public String whyEnded() {
        return leftNanos() <= 0
                ? "the lease of this process at " + this
                        + " is over, since nothing has come from there, or this process stood" + " still, for "
                        + welcome.lease() + ": its locks and permits are freed; connect again"
                : "the connection to " + this
                        + " has broken, or the manager has ended, or lets no remote clients in any more: connect again";
    }

    @Override
    public void end() {
        ended.countDown();
        connections.forEach(Connection::close);
    }

    @Override
    public String toString() {
        return "the manager at " + place;
    }
}
