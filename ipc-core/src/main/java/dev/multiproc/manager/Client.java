package dev.multiproc.manager;

import dev.multiproc.CloseAction;
import dev.multiproc.Multiprocessing;
import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.pipe.Connection;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A manager, as a process sees it that uses its objects: the connections to it, of which a call borrows one.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Client implements Values.References {
    private static final Map<String, Client> HERE = new ConcurrentHashMap<>();
    /** Of its own: when a manager does not read what is released, others still get what they have to know. */
    private final Cleaner cleaner = Cleaner.create();

    private final ManagerAddress address;
    private final Route route;
    private final Values values;
    private final Values ownValues;

    /** Objects whose handles were written here: others may come to have them at any time. */
    private final Map<Long, Handler> passedOn = new ConcurrentHashMap<>();

    /** Connections that no call uses; the one used last comes first. Guarded by itself. */
    private final Deque<Link> free = new ArrayDeque<>();

    private final ClientCalls calls = new ClientCalls(this);

    private final ReentrantLock controlLock = new ReentrantLock();

    /** As what the manager knows this process. Guarded by the lock above, as is what follows. */
    private String id = UUID.randomUUID().toString();

    private Connection control;
    private int lastNumber;

    /** Why nothing can be called any more; null if it can. */
    private volatile String end;

    private Client(ManagerAddress address, Route route) {
        this.address = address;
        this.route = route;
        values = new Values(address.id(), route.codec(), this);
        ownValues = values.forOwn();
    }

    /** The client of the process that has made a manager. */
    static Client open(ManagerAddress address, Multiprocessing session) {
        return HERE.computeIfAbsent(address.id(), unused -> new Client(address, new PipeRoute(address, session)));
    }

    /** The client of a process that has connected to a manager; things of the manager that are sent here belong to the first one. */
    static Client over(RemoteRoute route) {
        Client client = new Client(route.address(), route);
        HERE.putIfAbsent(client.address.id(), client);
        route.keepLease(client);
        return client;
    }

    /** The client of this process, which has been sent something of the manager. */
    static Client of(ManagerAddress address) {
        Client known = HERE.get(address.id());
        return known != null ? known : open(address, PipeRoute.sessionOf(address));
    }

    ManagerAddress address() {
        return address;
    }

    // ---------------------------------------------------------------- references

    /** What a handle stands for here, which another process has sent. */
    Handler adopt(Handle handle) {
        if (!handle.counted()) {
            tell(Wire.HOLD, handle.object(), 0);
        }
        return handler(handle.object(), Exposed.named(handle.type()));
    }

    /** What is left of a snapshot that the manager has begun to send. */
    RemoteObject snapshot(long object) {
        return handler(object, Exposed.of(Snapshot.class));
    }

    private RemoteObject handler(long object, Exposed exposed) {
        RemoteObject handler = new RemoteObject(this, object, exposed);
        cleaner.register(handler, new Release(this, object));
        return handler;
    }

    /**
     * What is done when a proxy is garbage.
     *
     * @param client its client
     * @param object its object
     */
    private record Release(Client client, long object) implements Runnable {
        @Override
        public void run() {
            client.tell(Wire.RELEASE, object, 0);
        }
    }

    @Override
    public Object proxy(long object, String type) {
        Exposed exposed = Exposed.named(type);
        return exposed.proxy(handler(object, exposed));
    }

    @Override
    public void sent(Handler handler) {
        // The call keeps the proxy until the manager has it.
    }

    /** A handler is written, to this manager or elsewhere. */
    Handle pass(Handler handler) {
        if (Handler.reader() != this) {
            passedOn.putIfAbsent(handler.object(), handler);
            if (end != null) {
                passedOn.clear();
            }
        }
        return new Handle(address, handler.object(), handler.exposed().type().getName(), false);
    }

    // ---------------------------------------------------------------- calls

    /** Borrows a connection; a new one may take so long. */
    Link borrow(long timeoutNanos) {
        Link link;
        synchronized (free) {
            link = free.pollFirst();
        }
        return link != null ? link : connect(Limit.of(timeoutNanos));
    }

    /** Takes a connection back, or closes it, if it cannot be used any more. */
    void giveBack(Link link) {
        synchronized (free) {
            if (end == null && !link.isBroken()) {
                free.addFirst(link);
                return;
            }
        }
        link.close();
    }

    Values values(boolean isOwn) {
        return isOwn ? ownValues : values;
    }

    /** The calls that nobody waits for one by one. */
    ClientCalls calls() {
        return calls;
    }

    boolean hasEnded() {
        return end != null;
    }

    /** Reads an exception of the manager's process. */
    Throwable decode(EncodedThrowable failure) {
        return failure.decode(route.filter());
    }

    /** Has something done here before the session ends; returns what withdraws it. */
    Runnable beforeSessionEnds(CloseAction action) {
        return route.beforeSessionEnds(action);
    }

    private Link connect(Limit limit) {
        int number;
        String client;
        lockControl(limit);
        try {
            controlConnection(limit);
            number = ++lastNumber;
            client = id;
        } finally {
            controlLock.unlock();
        }
        return new Link(this, number, open(client, number, limit));
    }

    /** Another thread may hold this for long: while it connects to a manager that stands still. */
    private void lockControl(Limit limit) {
        boolean isInterrupted = false;
        try {
            while (!tryLockControl(limit)) {
                isInterrupted = true;
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns false if the thread was interrupted. */
    private boolean tryLockControl(Limit limit) {
        try {
            if (!controlLock.tryLock(limit.leftNanos(), TimeUnit.NANOSECONDS)) {
                throw late(limit);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** There is no connection within the time of a call. */
    ManagerException late(Limit limit) {
        return new ManagerException(
                address + " has not answered within the limit of " + limit + ": nothing was called");
    }

    private Connection open(String client, int number, Limit limit) {
        checkOpen();
        return route.open(this, client, number, limit);
    }

    void checkOpen() {
        if (end != null) {
            throw new ManagerException(end);
        }
    }

    /** The manager cannot be reached any more. */
    ManagerException ended(Exception cause) {
        end(route.whyEnded());
        return new ManagerException(end, cause);
    }

    /** From now on all calls fail, for the reason that was given first. */
    void end(String reason) {
        Deque<Link> unused;
        synchronized (free) {
            if (end == null) {
                end = reason;
            }
            unused = new ArrayDeque<>(free);
            free.clear();
        }
        passedOn.clear();
        unused.forEach(Link::close);
        calls.clientEnded();
        forget();
        route.end();
        controlLock.lock();
        try {
            if (control != null) {
                Wire.close(control);
            }
        } finally {
            controlLock.unlock();
        }
    }

    /** Whoever gets something of the manager from now on is told so again. */
    private void forget() {
        HERE.remove(address.id(), this);
    }

    // ---------------------------------------------------------------- control

    /** Says something that needs no reply. If the manager has ended, it need not know. */
    void tell(byte what, long object, int call) {
        boolean unused = tell(what, object, call, Limit.NONE);
    }

    /** Says it within a time; false if the manager has not taken it by then. */
    boolean tell(byte what, long object, int call, Limit limit) {
        Out out = new Out();
        out.putByte(what);
        out.putLong(object);
        out.putInt(call);
        boolean isInterrupted = Thread.interrupted();
        try {
            while (end == null) {
                try {
                    return send(out.toBuffer(), limit);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            return true;
        } catch (IOException | IllegalStateException e) {
            ended(e);
            return true;
        } catch (ManagerException e) {
            // The next call says so.
            return false;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean send(ByteBuffer message, Limit limit) throws IOException, InterruptedException {
        Connection connection = controlConnection(limit);
        if (limit.isNone()) {
            connection.sendBytes(message);
            return true;
        }
        return connection.sendBytes(message, limit.left());
    }

    private Connection controlConnection(Limit limit) {
        lockControl(limit);
        try {
            if (control == null) {
                boolean isOpen = false;
                try {
                    control = open(id, Wire.Announcement.CONTROL, limit);
                    isOpen = true;
                } finally {
                    if (!isOpen) {
                        // The manager may yet come to see this one, and its end.
                        id = UUID.randomUUID().toString();
                    }
                }
            }
            return control;
        } finally {
            controlLock.unlock();
        }
    }
}
