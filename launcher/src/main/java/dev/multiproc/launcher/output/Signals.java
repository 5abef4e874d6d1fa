package dev.multiproc.launcher.output;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Handles signals of the operating system, through {@code sun.misc.Signal}, the only API of the JDK for it. It is called by
 * reflection because the compiler's warning about its use cannot be suppressed.
 */
public final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /**
     * Has a handler called each time this process is asked to end: by SIGINT (Ctrl-C), SIGTERM or SIGHUP. One that was ignored when the
     * JVM started, as under {@code nohup}, stays so: the JVM sees to that.
     *
     * @param handler gets the signal's number, on a thread of its own
     */
    public static void handleEnding(IntConsumer handler) {
        ENDING.forEach(name -> handle(name, handler));
    }

    /**
     * Installs a handler that is called, on a thread of its own, each time the signal arrives. The signal no longer ends the
     * JVM then.
     *
     * @param name the name of the signal without SIG, such as INT
     * @param handler the handler
     * @return false if the operating system or the JVM's flags do not allow it
     */
    public static boolean handle(String name, IntConsumer handler) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            handler.accept((int)
                                    args[0].getClass().getMethod("getNumber").invoke(args[0]));
                            return null;
                        }
                        return method.invoke(handler, args);
                    });
            return install(name, handlerType, proxy);
        } catch (ReflectiveOperationException unsupported) {
            return false;
        }
    }

    /**
     * Makes this process ignore a signal. A Ctrl-C reaches all processes of the terminal, but the parent decides when its
     * children end.
     *
     * @param name the name of the signal without SIG, such as INT
     * @return false if the operating system or the JVM's flags do not allow it
     */
    public static boolean ignore(String name) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            return install(name, handlerType, handlerType.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException unsupported) {
            return false;
        }
    }

    private static boolean install(String name, Class<?> handlerType, Object handler)
            throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        try {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
            return true;
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException) {
                return false;
            }
            throw refused;
        }
    }
}
