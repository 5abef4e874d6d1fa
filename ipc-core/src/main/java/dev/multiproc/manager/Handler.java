package dev.multiproc.manager;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** What is behind a proxy. A {@link Handle} is written in its place, which becomes the same object's handler elsewhere. */
abstract class Handler implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    /** For which side this thread is encoding a value of a message. */
    private static final ThreadLocal<Object> READER = new ThreadLocal<>();

    private final transient String manager;
    private final transient long object;
    private final transient Exposed exposed;

    Handler(String manager, long object, Exposed exposed) {
        this.manager = manager;
        this.object = object;
        this.exposed = exposed;
    }

    final String manager() {
        return manager;
    }

    final long object() {
        return object;
    }

    final Exposed exposed() {
        return exposed;
    }

    final boolean isSame(Handler other) {
        return other.manager.equals(manager) && other.object == object;
    }

    /** What is behind an object, if it is a proxy of a managed one; null if not. */
    static Handler handlerOf(Object object) {
        return object != null
                        && Proxy.isProxyClass(object.getClass())
                        && Proxy.getInvocationHandler(object) instanceof Handler handler
                ? handler
                : null;
    }

    /** Says for whom this thread encodes from now on; gives back for whom it did. */
    static Object enter(Object reader) {
        Object outer = READER.get();
        READER.set(reader);
        return outer;
    }

    static void leave(Object outer) {
        if (outer == null) {
            READER.remove();
        } else {
            READER.set(outer);
        }
    }

    /** For whom this thread encodes; null if not for a manager or its client. */
    static Object reader() {
        return READER.get();
    }

    /** What is written. */
    abstract Handle handle();

    final Object writeReplace() {
        return handle();
    }
}
