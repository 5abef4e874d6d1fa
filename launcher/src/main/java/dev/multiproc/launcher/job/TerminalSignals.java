package dev.multiproc.launcher.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The signals by which a command is asked to end: SIGINT (Ctrl-C), SIGTERM and SIGHUP. Through {@code sun.misc.Signal}, the only API
 * of the JDK for it, by reflection because the compiler's warning about its use cannot be suppressed.
 */
public final class TerminalSignals {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private TerminalSignals() {}

    /**
     * Has a handler called each time one of the signals arrives, on a thread of its own. The signal does not end the JVM any more. One
     * that was ignored when the JVM started, or that its flags reserve, stays as it is.
     *
     * @param handler gets the signal's number
     */
    public static void handle(IntConsumer handler) {
        for (String name : NAMES) {
            try {
                handle(name, handler);
            } catch (ReflectiveOperationException unsupported) {
                return;
            }
        }
    }

    private static void handle(String name, IntConsumer handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                TerminalSignals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, args) -> {
                    if (!method.getName().equals("handle")) {
                        return method.invoke(handler, args);
                    }
                    handler.accept((int) signalType.getMethod("getNumber").invoke(args[0]));
                    return null;
                });
        try {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            Object ignored = handlerType.getField("SIG_IGN").get(null);
            if (handle.invoke(null, signal, proxy) == ignored) {
                handle.invoke(null, signal, ignored); // As under nohup.
            }
        } catch (InvocationTargetException refused) {
            if (!(refused.getCause() instanceof IllegalArgumentException)) {
                throw refused;
            }
        }
    }
}
