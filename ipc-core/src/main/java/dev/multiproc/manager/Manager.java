package dev.multiproc.manager;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that holds plain Java objects, which many processes use through proxies. Python's {@code Manager()}.
 *
 * <p>A proxy, and the manager itself, can be captured by a child's task, sent through queues and pipes, and put into other managed
 * objects: it stays the same object. All else is copied on its way, so {@code map.get("a").add(1)} changes a copy, unless the
 * value is a proxy. Calls go over shared memory; each client thread that calls at the same time has a connection and a thread in the
 * manager's process of its own, so that a call that waits holds nobody up.
 *
 * <p>What the object throws arrives as it is, with the stack trace of the manager's process in a suppressed exception. Methods that
 * can be interrupted cancel the call in the manager's process when they are; the others go on, and the thread stays interrupted.
 *
 * <p>An object is dropped when no process has a proxy of it, and it is in no other managed object. A process that has serialized a
 * proxy keeps the object until that process ends.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Death</b>: when a client ends, {@code kill -9} too, its locks are
 * free, its permits are given back, its waiting calls are interrupted, and its proxies count no more. When the manager's process
 * ends, all calls throw {@link ManagerException}; so they do once it is closed. It ends with the process that made it, and with its
 * session.
 */
public final class Manager extends ManagedKinds implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final transient Client client;
    private final transient Workshop workshop;
    private final transient ManagerAddress address;

    /** Null if this process has not made the manager. */
    private final transient Own own;

    /**
     * What only the maker has.
     *
     * @param child the manager's process
     * @param announcements its clients' new connections
     */
    private record Own(ChildProcess child, SharedQueue<byte[]> announcements) {}

    private Manager(Client client, Own own) {
        this.client = client;
        this.own = own;
        address = client.address();
        Exposed exposed = Exposed.of(Workshop.class);
        workshop = (Workshop) exposed.proxy(new RemoteObject(client, Wire.WORKSHOP, exposed));
    }

    /**
     * Starts a manager; {@link Multiprocessing#manager(ChildOptions)} does this. Unless the options say otherwise, the manager finds
     * the classes that the caller's class finds.
     *
     * @param session the session
     * @param options how its JVM is started
     * @return the manager
     * @throws IllegalStateException if this process is a daemon, which may have no children, or the session is closed
     */
    public static Manager open(Multiprocessing session, ChildOptions options) {
        String id = UUID.randomUUID().toString();
        // By this name a process finds out which of its sessions is the manager's.
        SharedQueue<byte[]> announcements = session.createOnly().queue("manager-" + id);
        ChildProcess child = null;
        try {
            child = session.process("Manager", new ServerTask(id, announcements))
                    .daemon(true)
                    .options(Server.options(options, callingClass()))
                    .start();
        } finally {
            if (child == null) {
                announcements.delete();
            }
        }
        ManagerAddress address =
                ManagerAddress.of(id, announcements.name(), child.pid().orElseThrow());
        return new Manager(Client.open(address, session), new Own(child, announcements));
    }

    /** Whose functions and types the manager will have to know: they need not be of the library's class loader. */
    private static Class<?> callingClass() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> type != Manager.class && type != Multiprocessing.class)
                        .findFirst())
                .orElse(Manager.class);
    }

    /**
     * The manager's process.
     *
     * @return its pid
     */
    public long pid() {
        return address.pid();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The caller knows what the kind is.
    <T> T make(String kind, Object argument) {
        return (T) workshop.make(kind, argument);
    }

    // ---------------------------------------------------------------- own types

    /**
     * Says how objects of an interface are made. From then on {@link #create} makes some, and what methods of managed objects
     * return comes back as a proxy where this is their return type.
     *
     * @param <T> the interface
     * @param type the interface; only its methods can be called
     * @param maker makes an object, in the manager's process
     * @throws IllegalArgumentException if it is no interface, or the maker cannot be serialized
     * @throws ManagerException if the manager has ended
     */
    public <T> void register(Class<T> type, Shipped.Maker<? extends T> maker) {
        workshop.register(Exposed.of(Exposed.checkInterface(type)).type().getName(), maker);
    }

    /**
     * Makes an object of an interface that was registered.
     *
     * @param <T> the interface
     * @param type the interface
     * @return a proxy
     * @throws IllegalArgumentException if it was not registered
     * @throws ManagerException if the manager has ended
     */
    public <T> T create(Class<T> type) {
        return type.cast(
                workshop.create(Exposed.of(Exposed.checkInterface(type)).type().getName()));
    }

    /**
     * The same object, whose calls may take so long only: after that they are cancelled in the manager's process and throw a {@link
     * ManagerException}; whether the call was done is not known then. A method that does not react to an interrupt there goes on,
     * and the exception comes after a second more.
     *
     * @param <T> the type of the proxy
     * @param proxy a proxy of a managed object
     * @param limit for each call
     * @return another proxy
     * @throws IllegalArgumentException if it is no proxy of a managed object
     */
    @SuppressWarnings("unchecked") // The new proxy has the same interface.
    public <T> T withTimeout(T proxy, Duration limit) {
        RemoteObject object = Recorder.targetOf(proxy);
        return (T) object.exposed().proxy(object.withTimeout(TimeUnit.NANOSECONDS.convert(limit)));
    }

    // ---------------------------------------------------------------- life

    /**
     * What the manager holds and does. {@code multiproc inspect} shows the same, half a second old at most.
     *
     * @return the state of the moment
     * @throws ManagerException if the manager has ended
     */
    public ManagerStatistics statistics() {
        return workshop.statistics().statistics();
    }

    /**
     * How many objects processes have proxies of.
     *
     * @return 0 or more
     * @throws ManagerException if the manager has ended
     */
    public int objectCount() {
        return workshop.objectCount();
    }

    /**
     * Ends the manager's process, and its objects with it, if this process has made the manager; otherwise it does nothing. Waits for
     * a second, and then kills it; before that it waits for the one-way calls of this process, a second too. Closing again does
     * nothing.
     *
     * @throws ManagerException if one-way calls of this process have failed or are not done by then; it is closed all the same
     */
    @Override
    public void close() {
        if (own == null) {
            return;
        }
        try {
            client.calls().finishOneWay(GRACE);
        } finally {
            end();
        }
    }

    private void end() {
        client.end(address + " was closed: make a new one");
        boolean isInterrupted = Thread.interrupted();
        try {
            own.announcements().offer(new byte[0], GRACE);
            own.child().join(GRACE);
        } catch (InterruptedException e) {
            isInterrupted = true;
        } catch (IllegalStateException e) {
            // The session is closed, and the manager's process with it.
            return;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        own.child().kill();
        own.announcements().delete();
    }

    /**
     * The address is written in its place.
     *
     * @return the address
     */
    private Object writeReplace() {
        return new Written(address);
    }

    /** What is written in its place. */
    private record Written(ManagerAddress address) implements Serializable {
        private Object readResolve() {
            return new Manager(Client.of(address), null);
        }
    }

    @Override
    public String toString() {
        return "Manager[pid=" + pid() + "]";
    }
}
