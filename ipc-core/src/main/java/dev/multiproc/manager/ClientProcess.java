package dev.multiproc.manager;

import dev.multiproc.codec.Codec;
import dev.multiproc.pipe.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client, as the manager sees it. When it ends, however that happens, nothing here is its any more.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class ClientProcess implements Values.References {
    private final Server server;
    private final Door door;
    private final Duration lease;
    private final Values values;
    private final Values ownValues;

    /** Its connections, by their numbers. */
    private final Map<Integer, Worker> workers = new ConcurrentHashMap<>();

    /** How many references it has to which object. Guarded by itself. */
    private final Map<Long, Integer> references = new HashMap<>();

    /** What it has acquired. */
    private final Set<OfClients> held = ConcurrentHashMap.newKeySet();

    /** Its control connection; null before it is there. */
    private volatile Connection control;

    private volatile boolean hasEnded;

    /** What a client may have, so that it has to be freed when the client ends. */
    interface OfClients {
        /** Frees it. The client is seen to have ended before. */
        void free(ClientProcess ended);
    }

    /**
     * A new client.
     *
     * @param codec for what it sends and receives
     * @param door where it has come in over the network: it has ended if nothing has come from it for a lease; null if it is local,
     *     so that its end is always seen
     */
    ClientProcess(Server server, Codec codec, Door door) {
        this.server = server;
        this.door = door;
        lease = door == null ? null : door.lease();
        values = new Values(server.address().id(), codec, this);
        ownValues = values.forOwn();
    }

    Server server() {
        return server;
    }

    /** Whether it has come over the network. */
    boolean isRemote() {
        return door != null;
    }

    /** Where it has come in; null if it is local. */
    Door door() {
        return door;
    }

    Values values(boolean isOwn) {
        return isOwn ? ownValues : values;
    }

    void connect(Wire.Announcement announcement) {
        if (announcement.number() == Wire.Announcement.CONTROL) {
            control = announcement.end();
            start("manager-client-" + announcement.pid(), new Control(announcement.end()));
            return;
        }
        Worker worker = new Worker(this, announcement.end());
        workers.put(announcement.number(), worker);
        start("manager-client-" + announcement.pid() + "-" + announcement.number(), () -> {
            try {
                worker.run();
            } finally {
                workers.remove(announcement.number(), worker);
            }
        });
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    // ---------------------------------------------------------------- references

    @Override
    public Object proxy(long object, String type) {
        LocalObject handler = server.handler(object);
        return handler.exposed().proxy(handler);
    }

    @Override
    public void sent(Handler handler) {
        hold(((LocalObject) handler).served());
    }

    /** The client has one more reference. */
    void hold(Served served) {
        synchronized (references) {
            if (!hasEnded) {
                references.merge(served.number(), 1, Integer::sum);
                server.objects().hold(served);
            }
        }
    }

    private void release(long object) {
        synchronized (references) {
            Integer count = references.get(object);
            if (count != null) {
                references.computeIfPresent(object, (number, had) -> had == 1 ? null : had - 1);
                server.objects().release(server.objects().get(object), 1);
            }
        }
    }

    // ---------------------------------------------------------------- what it has acquired

    boolean hasEnded() {
        return hasEnded;
    }

    int connectionCount() {
        return workers.size();
    }

    void acquired(OfClients thing) {
        held.add(thing);
    }

    void released(OfClients thing) {
        held.remove(thing);
    }

    /** Ends it, if it has connected. */
    void disconnect() {
        Connection connection = control;
        if (connection != null) {
            Wire.close(connection);
        }
    }

    private void end() {
        hasEnded = true;
        workers.values().forEach(Worker::clientEnded);
        held.forEach(thing -> thing.free(this));
        synchronized (references) {
            references.forEach(
                    (object, count) -> server.objects().release(server.objects().get(object), count));
            references.clear();
        }
        server.forget(this);
    }

    // ---------------------------------------------------------------- control

    /** Reads what the client says without waiting for a reply, until it ends. */
    private final class Control implements Runnable {
        private final Connection connection;

        Control(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void run() {
            try {
                connection.sendBytes(new byte[0]);
                while (lease == null || connection.poll(lease)) {
                    follow(ByteBuffer.wrap(connection.receiveBytes()));
                }
            } catch (IOException | IllegalStateException | InterruptedException e) {
                // The client has ended, or this process does.
                return;
            } finally {
                end();
                Wire.close(connection);
            }
        }

        private void follow(ByteBuffer order) throws IOException, InterruptedException {
            byte what = order.get();
            long object = order.getLong();
            int call = order.getInt();
            switch (what) {
                case Wire.CANCEL -> {
                    Worker worker = workers.get((int) object);
                    if (worker != null) {
                        worker.cancel(call);
                    }
                }
                case Wire.HOLD -> {
                    Served served = server.objects().get(object);
                    if (served != null) {
                        hold(served);
                    }
                }
                case Wire.RELEASE -> release(object);
                case Wire.ALIVE -> answer(order.rewind());
                default -> throw new IllegalStateException("unknown order, what=" + what);
            }
        }

        /** A client that does not read its answers has lost its lease too. */
        private void answer(ByteBuffer renewal) throws IOException, InterruptedException {
            if (!connection.sendBytes(renewal, lease)) {
                throw new IOException("the client takes no answer for its lease of " + lease);
            }
        }
    }
}
