package dev.multiproc.manager;

import dev.multiproc.CloseAction;
import dev.multiproc.Multiprocessing;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A manager, as a process sees it that uses its objects: the connections to it, of which a call borrows one.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Client implements Values.References {
    private static final Map<String, Client> HERE = new ConcurrentHashMap<>();
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Cleaner CLEANER = Cleaner.create();

    private final ManagerAddress address;
    private final Multiprocessing session;
    private final SharedQueue<byte[]> announcements;
    private final Values values;
    private final Values ownValues;

    /** Objects whose handles were written here: others may come to have them at any time. */
    private final Map<Long, Handler> passedOn = new ConcurrentHashMap<>();

    /** Connections that no call uses; the one used last comes first. Guarded by itself. */
    private final Deque<Link> free = new ArrayDeque<>();

    private final ClientCalls calls = new ClientCalls(this);

    private final Object controlLock = new Object();

    /** As what the manager knows this process. Guarded by the lock above, as is what follows. */
    private String id = UUID.randomUUID().toString();

    private Connection control;
    private int lastNumber;

    /** Why nothing can be called any more; null if it can. */
    private volatile String end;

    private Client(ManagerAddress address, Multiprocessing session) {
        this.address = address;
        this.session = session;
        announcements = openQueue(address, session);
        values = new Values(address.id(), session.codec(), this);
        ownValues = values.forOwn();
    }

    private static SharedQueue<byte[]> openQueue(ManagerAddress address, Multiprocessing session) {
        try {
            return session.openOnly().queue(address.queue());
        } catch (NoSuchElementException | IllegalStateException e) {
            throw new ManagerException(address + " has ended, and its objects with it: make a new manager", e);
        }
    }

    /** The client of the process that has made a manager. */
    static Client open(ManagerAddress address, Multiprocessing session) {
        return HERE.computeIfAbsent(address.id(), unused -> new Client(address, session));
    }

    /** The client of this process, which has been sent something of the manager. */
    static Client of(ManagerAddress address) {
        Client known = HERE.get(address.id());
        return known != null ? known : open(address, sessionOf(address));
    }

    /** The session in which a manager is: this process may have others open, and none of them has a queue of that name. */
    private static Multiprocessing sessionOf(ManagerAddress address) {
        List<Multiprocessing> open = Multiprocessing.openSessions();
        for (Multiprocessing session : open) {
            if (hasQueue(session, address.queue())) {
                return session;
            }
        }
        throw new ManagerException(
                open.isEmpty()
                        ? "only processes of a manager's session can use its objects, and this one has no session open: "
                                + address
                        : address
                                + " has ended, and its objects with it, or it is in a session that this process is not part of");
    }

    private static boolean hasQueue(Multiprocessing session, String name) {
        try {
            SharedQueue<?> unused = session.openOnly().queue(name);
            return true;
        } catch (NoSuchElementException | IllegalStateException e) {
            return false;
        }
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
        CLEANER.register(handler, new Release(this, object));
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
        return link != null ? link : connect(timeoutNanos);
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

    /** Has something done here before the session ends; returns what withdraws it. */
    Runnable beforeSessionEnds(CloseAction action) {
        return session.onClose(action);
    }

    private Link connect(long timeoutNanos) {
        int number;
        String client;
        synchronized (controlLock) {
            controlConnection(timeoutNanos);
            number = ++lastNumber;
            client = id;
        }
        return new Link(this, number, open(client, number, timeoutNanos));
    }

    /** Makes a connection, even if this thread is interrupted, which it still is afterwards. */
    private Connection open(String client, int number, long timeoutNanos) {
        checkOpen();
        long begin = System.nanoTime();
        boolean isInterrupted = Thread.interrupted();
        boolean isAccepted = false;
        Pipe pipe = null;
        try {
            pipe = session.pipe();
            Connection mine = pipe.first();
            byte[] announcement =
                    new Wire.Announcement(client, ProcessHandle.current().pid(), number, pipe.second()).toBytes();
            boolean isAnnounced = false;
            while (!isAccepted) {
                try {
                    if (!isAnnounced) {
                        announcements.put(announcement);
                        isAnnounced = true;
                    }
                    if (mine.poll(BETWEEN_LOOKS)) {
                        mine.receiveBytes();
                        isAccepted = true;
                    } else {
                        checkAlive();
                        checkInTime(begin, timeoutNanos);
                    }
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            return mine;
        } catch (IOException | IllegalStateException e) {
            throw ended(e);
        } finally {
            closeUnused(pipe, isAccepted);
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The second end is the manager's alone from now on. */
    private static void closeUnused(Pipe pipe, boolean isAccepted) {
        if (pipe != null) {
            Wire.close(pipe.second());
            if (!isAccepted) {
                Wire.close(pipe.first());
            }
        }
    }

    private void checkOpen() {
        if (end != null) {
            throw new ManagerException(end);
        }
    }

    private void checkAlive() {
        checkOpen();
        if (!address.isAlive()) {
            throw ended(null);
        }
    }

    private void checkInTime(long begin, long timeoutNanos) {
        if (System.nanoTime() - begin >= timeoutNanos) {
            throw new ManagerException(address + " has not answered within the limit of "
                    + Duration.ofNanos(timeoutNanos) + ": nothing was called");
        }
    }

    /** The manager cannot be reached any more. */
    ManagerException ended(Exception cause) {
        end(address + " has ended, and its objects with it: make a new manager");
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
        synchronized (controlLock) {
            if (control != null) {
                Wire.close(control);
            }
        }
    }

    /** Whoever gets something of the manager from now on is told so again. */
    private void forget() {
        HERE.remove(address.id(), this);
    }

    // ---------------------------------------------------------------- control

    /** Says something that needs no reply. If the manager has ended, it need not know. */
    void tell(byte what, long object, int call) {
        Out out = new Out();
        out.putByte(what);
        out.putLong(object);
        out.putInt(call);
        boolean isInterrupted = Thread.interrupted();
        boolean isTold = false;
        try {
            while (!isTold && end == null) {
                try {
                    controlConnection(Long.MAX_VALUE).sendBytes(out.toBuffer());
                    isTold = true;
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } catch (IOException | IllegalStateException e) {
            ended(e);
        } catch (ManagerException e) {
            // The next call says so.
            return;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Connection controlConnection(long timeoutNanos) {
        synchronized (controlLock) {
            if (control == null) {
                boolean isOpen = false;
                try {
                    control = open(id, Wire.Announcement.CONTROL, timeoutNanos);
                    isOpen = true;
                } finally {
                    if (!isOpen) {
                        // The manager may yet come to see this one, and its end.
                        id = UUID.randomUUID().toString();
                    }
                }
            }
            return control;
        }
    }
}
