package dev.multiproc.redis;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.Queues;
import dev.multiproc.testing.Cast;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** The actors of the contracts, in sessions at a server. */
public final class RedisCast {
    private RedisCast() {}

    /** All in this process. */
    public static Cast ofThreads() {
        return Cast.ofThreads(session());
    }

    /** In this process and two children. */
    public static Cast ofProcesses() {
        return Cast.ofProcesses(session());
    }

    /** A session at a server whose queues, with which the tests themselves work, are of this machine. */
    private static Multiprocessing session() {
        RedisSession session = (RedisSession) Multiprocessing.open(RedisServer.newSession(""));
        return (Multiprocessing) Proxy.newProxyInstance(
                RedisCast.class.getClassLoader(),
                new Class<?>[] {Multiprocessing.class},
                (proxy, method, arguments) -> call(
                        method.getDeclaringClass() == Queues.class ? session.local() : session, method, arguments));
    }

    private static Object call(Multiprocessing session, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(session, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
