package dev.multiproc.manager;

import java.lang.ref.Reference;
import java.lang.reflect.Method;

/** What is behind a proxy in a client: a managed object. */
final class RemoteObject extends Handler {
    private static final long serialVersionUID = 1L;
    private static final Object[] NOTHING = {};

    private final transient Client client;
    private final transient long timeoutNanos;

    /** The one that holds the object, if this does not. */
    @SuppressWarnings("UnusedVariable") // It is kept from being garbage.
    private final transient RemoteObject holder;

    RemoteObject(Client client, long object, Exposed exposed) {
        this(client, object, exposed, Long.MAX_VALUE, null);
    }

    private RemoteObject(Client client, long object, Exposed exposed, long timeoutNanos, RemoteObject holder) {
        super(client.address().id(), object, exposed);
        this.client = client;
        this.timeoutNanos = timeoutNanos;
        this.holder = holder;
    }

    /** The same object, each call of which may take so long. */
    RemoteObject withTimeout(long nanos) {
        return new RemoteObject(client, object(), exposed(), nanos, holder == null ? this : holder);
    }

    Client client() {
        return client;
    }

    /** How long a call may take; Long.MAX_VALUE for ever. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    @Override
    Handle handle() {
        return client.pass(holder == null ? this : holder);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
        Object[] arguments = given == null ? NOTHING : given;
        Exposed.Call call = exposed().call(method);
        if (call.local() != null) {
            return call.local().call(this, proxy, arguments);
        }
        if (method.getDeclaringClass() == Object.class) {
            return invokeOfObject(call, proxy, arguments);
        }
        return call(
                call.number(),
                call.mayBeInterrupted(),
                call.takesCollection() ? Copies.sendable(arguments) : arguments);
    }

    private Object invokeOfObject(Exposed.Call call, Object proxy, Object[] arguments) throws Throwable {
        switch (call.number() - exposed().firstOfObject()) {
            case Exposed.EQUALS -> {
                Object other = arguments[0];
                Handler handler = handlerOf(other);
                boolean isSame = other == proxy || handler != null && isSame(handler);
                return isSame
                        || exposed().isComparable(other)
                                && (boolean) call(call.number(), false, Copies.sendable(other));
            }
            case Exposed.HASH_CODE -> {
                return exposed().isEqualByContent() ? call(call.number(), false) : Long.hashCode(object());
            }
            default -> {
                return text(call);
            }
        }
    }

    /** What a debugger shows has to be something, whatever became of the manager. */
    private Object text(Exposed.Call call) throws Throwable {
        try {
            return call(call.number(), false);
        } catch (ManagerException e) {
            return toString();
        }
    }

    /** Calls a method of a number. */
    Object call(int method, boolean mayBeInterrupted, Object... arguments) throws Throwable {
        Link link = client.borrow(timeoutNanos);
        try {
            return link.call(new Link.Request(this, method, mayBeInterrupted, timeoutNanos), arguments);
        } finally {
            client.giveBack(link);
            Reference.reachabilityFence(this);
        }
    }

    /** Calls a method that throws no checked exceptions. */
    Object callUnchecked(int method, Object... arguments) {
        try {
            return call(method, false, arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a method of a collection has thrown a checked exception", e);
        }
    }

    @Override
    public String toString() {
        return exposed().type().getSimpleName() + "[object=" + object() + ", " + client.address() + "]";
    }
}
