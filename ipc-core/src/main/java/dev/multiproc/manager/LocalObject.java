package dev.multiproc.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** What is behind a proxy in the manager's own process, where it stands for the object in other managed objects: the object. */
final class LocalObject extends Handler {
    private static final long serialVersionUID = 1L;

    private final transient Server server;
    private final transient Served served;

    LocalObject(Server server, Served served) {
        super(server.address().id(), served.number(), served.exposed());
        this.server = server;
        this.served = served;
    }

    Served served() {
        return served;
    }

    @Override
    Handle handle() {
        boolean isForClient = reader() instanceof ClientProcess;
        if (reader() instanceof ClientProcess client) {
            client.sent(this);
        } else {
            // It may come back from anywhere, at any time.
            server.objects().hold(served);
        }
        return new Handle(server.address(), object(), exposed().type().getName(), isForClient);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object object = served.object();
        if (method.getDeclaringClass() == Object.class
                && method.getName().equals("equals")
                && handlerOf(arguments[0]) instanceof LocalObject other) {
            return object.equals(other.served.object());
        }
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
