package dev.multiproc.manager;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.io.Serializable;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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

    /** What {@link #close} ends beside the client; null if it does nothing. */
    private final transient Consumer<Duration> end;

    private Manager(Client client, Consumer<Duration> end) {
        this.client = client;
        this.end = end;
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
        return new Manager(Client.open(address, session), new OwnProcess(child, announcements)::end);
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

    // ---------------------------------------------------------------- remote clients

    /**
     * Lets processes that are not of the session use the manager, on this machine or others: {@link #connect} goes there. They and
     * the session's processes share the objects. Python's {@code BaseManager.get_server().serve_forever()}.
     *
     * @param address a {@link java.net.UnixDomainSocketAddress}, or an {@link java.net.InetSocketAddress}, with port 0 for any
     * @param options key, lease, filter
     * @return says where to connect; closing it ends this
     * @throws IOException if the socket cannot be made
     * @throws IllegalArgumentException if the address is of another kind, or not of the loopback interface and the options do not
     *     allow that
     * @throws IllegalStateException if this process is itself a remote client
     * @throws ManagerException if the manager has ended
     */
    public RemoteAccess serve(SocketAddress address, RemoteOptions options) throws IOException {
        SocketAddress open = workshop.serve(address, options);
        if (RemoteOptions.isReachedFromElsewhere(open)) {
            Journal.warn(
                    Manager.class,
                    this
                            + " can be reached from other machines, and what is sent is not encrypted: take a network that you"
                            + " trust, address=" + open,
                    null);
        }
        return new RemoteAccess(workshop, open);
    }

    /**
     * Connects to a manager of another program, which needs no session. Python's {@code BaseManager.connect()}. What this process has
     * is freed when it ends, when it closes the manager, and when it loses its lease; after that all calls throw {@link
     * ManagerException}, and so they do when the connection breaks.
     *
     * @param address what {@link RemoteAccess#address} gave there
     * @param options key, filter
     * @return the manager; closing it ends this connection only
     * @throws dev.multiproc.pipe.AuthenticationException if the manager has another key
     * @throws IOException if nobody is there, or somebody who speaks something else
     * @throws InterruptedException if interrupted while waiting
     * @throws ManagerException if the manager refuses this process, since it has another version
     */
    public static Manager connect(SocketAddress address, RemoteOptions options)
            throws IOException, InterruptedException {
        return new Manager(Client.over(RemoteRoute.to(address, options)), grace -> {});
    }

    /**
     * Gives a managed object a name, by which {@link #lookup} finds it. The name keeps the object.
     *
     * @param name the name
     * @param proxy of an object of this manager
     * @throws IllegalArgumentException if it is none
     * @throws IllegalStateException if another object has the name
     * @throws ManagerException if the manager has ended
     */
    public void bind(String name, Object proxy) {
        Handler handler = Handler.handlerOf(proxy);
        if (handler == null || !handler.manager().equals(address.id())) {
            throw new IllegalArgumentException("only objects of this manager can have names, name=" + name);
        }
        workshop.bind(name, proxy);
    }

    /**
     * The object of a name.
     *
     * @param <T> its interface
     * @param name the name
     * @param type its interface, or one that this extends
     * @return a proxy
     * @throws java.util.NoSuchElementException if nothing has the name
     * @throws ClassCastException if the object is of another type
     * @throws ManagerException if the manager has ended
     */
    public <T> T lookup(String name, Class<T> type) {
        Exposed.of(Exposed.checkInterface(type));
        Object proxy = workshop.lookup(name);
        if (!type.isInstance(proxy)) {
            throw new ClassCastException("the object of this name is another one, name=" + name + ", type="
                    + Handler.handlerOf(proxy).exposed().type().getName() + ", asked for=" + type.getName());
        }
        return type.cast(proxy);
    }

    /**
     * Takes a name away; who has a proxy of the object keeps it.
     *
     * @param name the name
     * @return false if nothing had it
     * @throws ManagerException if the manager has ended
     */
    public boolean unbind(String name) {
        return workshop.unbind(name);
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
     * Ends the manager's process, and its objects with it, if this process has made the manager; ends the connection, if it was made
     * by {@link #connect}; otherwise it does nothing. Waits for a second, and then kills it; before that it waits for the one-way
     * calls of this process, a second too. Closing again does nothing.
     *
     * @throws ManagerException if one-way calls of this process have failed or are not done by then; it is closed all the same
     */
    @Override
    public void close() {
        if (end == null) {
            return;
        }
        try {
            client.calls().finishOneWay(GRACE);
        } finally {
            client.end(address + " was closed here: make a new one, or connect again");
            end.accept(GRACE);
        }
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
