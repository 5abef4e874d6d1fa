package dev.multiproc.manager;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The manager's process: its objects and its clients.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Server {
    /** Also how long the main thread waits for a new connection before it looks whether anything has changed. */
    private static final Duration BETWEEN_FIGURES = Duration.ofMillis(500);

    /** The one of this process; null if it is not a manager's. */
    private static volatile Server here;

    private final ManagerAddress address;
    private final Codec codec;
    private final ServedObjects objects = new ServedObjects();
    private final Map<Class<?>, Shipped.Maker<?>> registered = new ConcurrentHashMap<>();
    private final Map<String, ClientProcess> clients = new ConcurrentHashMap<>();
    private final Names names = new Names();

    /** Used by the main thread only, as is the next one. */
    private long shownNanos = System.nanoTime();

    private long shownCalls;
    private volatile long callsPerSecond;

    private Server(ManagerAddress address, Codec codec) {
        this.address = address;
        this.codec = codec;
        objects.addWorkshop(new Kinds(this));
    }

    /** The server of this process, if it is the one of that manager; else null. */
    static Server here(String manager) {
        Server server = here;
        return server != null && server.address.id().equals(manager) ? server : null;
    }

    /** How its JVM is started: it is a daemon whose pools have workers, and it finds what the caller's class finds. */
    static ChildOptions options(ChildOptions given, Class<?> caller) {
        return given.plus(ChildOptions.defaults().withJvmArgs("-D" + ChildProcess.MAY_HAVE_CHILDREN + "=true"))
                .withClassesOf(given.classesOf().isPresent() ? given.classesOf().get() : caller);
    }

    /** Serves until the manager is closed. */
    static void run(String id, SharedQueue<byte[]> announcements) throws InterruptedException {
        ManagerAddress address = ManagerAddress.of(
                id, announcements.name(), ProcessHandle.current().pid());
        Server server = new Server(address, Multiprocessing.current().codec());
        here = server;
        ManagerFigures figures = new ManagerFigures(Multiprocessing.current(), address.pid());
        byte[] announcement = announcements.poll(BETWEEN_FIGURES);
        while (announcement == null || announcement.length > 0) {
            if (announcement != null) {
                server.connect(announcement);
            }
            server.show(figures);
            announcement = announcements.poll(BETWEEN_FIGURES);
        }
        figures.delete();
    }

    // ---------------------------------------------------------------- figures

    /** Writes down what the manager does, if it is time to. */
    private void show(ManagerFigures figures) {
        long now = System.nanoTime();
        long elapsed = now - shownNanos;
        if (elapsed >= BETWEEN_FIGURES.toNanos() / 2) {
            long calls = objects.uses().calls();
            callsPerSecond = Math.round((calls - shownCalls) * 1e9 / elapsed);
            shownCalls = calls;
            shownNanos = now;
            figures.show(statistics());
        }
    }

    ManagerStatistics statistics() {
        int remote = 0;
        int connections = 0;
        for (ClientProcess client : clients.values()) {
            remote += client.isRemote() ? 1 : 0;
            connections += client.connectionCount();
        }
        return new ManagerStatistics(
                address.pid(),
                clients.size(),
                remote,
                connections,
                objects.uses().calls(),
                callsPerSecond,
                objects.counts(),
                objects.uses().slowest());
    }

    private void connect(byte[] bytes) {
        Wire.Announcement announcement;
        try {
            announcement = Wire.Announcement.from(bytes);
        } catch (CodecException e) {
            // The client has ended, and its pipe is gone.
            return;
        }
        clients.computeIfAbsent(announcement.client(), unused -> new ClientProcess(this, codec, null))
                .connect(announcement);
    }

    /** The remote client of that name; a new one, if there is none and it comes in there. Null if there is none. */
    ClientProcess remoteClient(String id, Door newAt) {
        return newAt == null
                ? clients.get(id)
                : clients.computeIfAbsent(id, unused -> new ClientProcess(this, newAt.codec(), newAt));
    }

    /** The remote clients that have come in there. */
    List<ClientProcess> clientsOf(Door door) {
        return clients.values().stream().filter(client -> client.door() == door).toList();
    }

    /** What clients can look up. */
    Names names() {
        return names;
    }

    void forget(ClientProcess client) {
        clients.values().remove(client);
    }

    ManagerAddress address() {
        return address;
    }

    ServedObjects objects() {
        return objects;
    }

    // ---------------------------------------------------------------- types

    void register(Class<?> type, Shipped.Maker<?> maker) {
        registered.put(type, maker);
    }

    /** How objects of a type are made; null if nobody has said. */
    Shipped.Maker<?> maker(Class<?> type) {
        return registered.get(type);
    }

    /** Whether results of methods of that type are given out as proxies. */
    boolean isGivenAsProxy(Class<?> type) {
        return Kinds.isGivenAsProxy(type) || registered.containsKey(type);
    }

    // ---------------------------------------------------------------- proxies

    /** A proxy for an object here. */
    Object proxy(Object object, Class<?> type) {
        if (object == null || Handler.handlerOf(object) != null) {
            return object;
        }
        LocalObject handler = new LocalObject(this, objects.of(object, type));
        return handler.exposed().proxy(handler);
    }

    /** What is behind the proxy of a number. */
    LocalObject handler(long number) {
        Served served = objects.get(number);
        if (served == null) {
            throw gone(number);
        }
        return new LocalObject(this, served);
    }

    ManagerException gone(long number) {
        return new ManagerException("object " + number + " of " + address
                + " is gone: no process has a proxy of it any more, or the one that passed it on has ended first");
    }
}
