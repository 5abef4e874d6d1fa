package dev.multiproc.launcher.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Hears the operating system's signals. The JDK's only way is {@code sun.misc.Signal}, which the compiler warns of without
 * a way to tell it that this is known; hence by reflection.
 */
final class Signals {
    private Signals() {}

    /** What is done when a signal arrives. */
    @FunctionalInterface
    interface Handler {
        void handle(int signalNumber);
    }

    /**
     * Has a handler called, on a thread of its own, each time that the signal arrives, instead of the JVM's ending.
     *
     * @param name without SIG, such as INT
     * @param handler what is done then
     * @return false if this system or this JVM's flags do not allow it
     */
    static boolean handle(String name, Handler handler) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            handler.handle((int)
                                    args[0].getClass().getMethod("getNumber").invoke(args[0]));
                            return null;
                        }
                        return method.invoke(handler, args);
                    });
            return install(name, handlerType, proxy);
        } catch (ReflectiveOperationException noSignalsHere) {
            return false;
        }
    }

    /**
     * Has this process not be ended by a signal. A Ctrl-C goes to all processes of the terminal, and it is for the parent
     * to say what is to become of its children.
     *
     * @param name without SIG, such as INT
     * @return false if this system or this JVM's flags do not allow it
     */
    static boolean ignore(String name) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            return install(name, handlerType, handlerType.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException noSignalsHere) {
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
