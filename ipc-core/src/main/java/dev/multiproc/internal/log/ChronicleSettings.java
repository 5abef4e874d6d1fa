package dev.multiproc.internal.log;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.core.onoes.NullExceptionHandler;
import net.openhft.chronicle.core.shutdown.PriorityHook;
import org.slf4j.Logger;

/**
 * Settings for Chronicle before its first class is loaded, and whenever a log is opened. The program may use Chronicle
 * itself, or have its own properties of these names. So all properties are restored afterwards, and only the messages
 * of the library's own threads are redirected.
 */
final class ChronicleSettings {
    private static final Map<String, String> PROPERTIES = Map.of(
            // Chronicle must not send usage data; the jar that would is not on the class path either.
            "chronicle.analytics.disable",
            "true",
            "chronicle.announcer.disable",
            "true",
            // The disk monitor has its own thread and warnings, and is not needed: room is reserved before it is used.
            "chronicle.disk.monitor.disable",
            "true",
            // Chronicle would set all properties that it finds in a file of that name, in the working directory or
            // above it. This resource is empty.
            "system.properties",
            "dev/multiproc/internal/log/nothing.properties");

    private static final Map<String, String> QUIET_SLF4J = Map.of("slf4j.internal.verbosity", "ERROR");

    /** The properties' previous values, null if they were not set. Guarded by the class, as is {@link #within}. */
    private static final Map<String, String> BEFORE = new HashMap<>();

    private static int within;

    private static boolean isAllowed;

    private ChronicleSettings() {}

    /** Runs work that opens a log, and may load more of Chronicle. */
    static <T> T run(Supplier<T> work) {
        allowMemory();
        enter();
        try {
            registerHook();
            quieten();
            return work.get();
        } finally {
            leave();
        }
    }

    /** Keeps Chronicle's messages of this thread from the program's loggers: failures arrive as exceptions too. */
    static void quieten() {
        Jvm.setThreadLocalExceptionHandlers(
                ToJournal.INSTANCE, ToJournal.INSTANCE, NullExceptionHandler.NOTHING, NullExceptionHandler.NOTHING);
    }

    /**
     * Registers Chronicle's shutdown hook. In a JVM that exits this fails, and is tried here first because Chronicle
     * would fail in the middle of initialising one of its classes. After a first failed attempt it does not fail again.
     */
    private static void registerHook() {
        try {
            PriorityHook.add(0, ChronicleSettings::doNothing);
        } catch (IllegalStateException e) {
            Journal.debug(ChronicleSettings.class, "Chronicle does without its shutdown hook", e);
        }
    }

    private static void doNothing() {}

    /** Gives Chronicle access to memory: once in a JVM, before its first class is loaded. */
    private static synchronized void allowMemory() {
        if (!isAllowed) {
            if (UnsafeMemory.isDenied()) {
                throw new MultiprocessingException(
                        "Chronicle Queue needs sun.misc.Unsafe, which this JVM refuses; start it"
                                + " without --sun-misc-unsafe-memory-access=deny");
            }
            TrustedOpens.ensure();
            UnsafeMemory.withoutWarning();
            isAllowed = true;
        }
    }

    private enum ToJournal implements ExceptionHandler {
        INSTANCE;

        @Override
        public void on(Class<?> source, String message, Throwable cause) {
            Journal.debug(source, message, cause);
        }

        @Override
        public void on(Logger logger, String message, Throwable cause) {
            logger.debug(message, cause);
        }
    }

    private static synchronized void enter() {
        within++;
        if (within == 1) {
            set(PROPERTIES);
            if (!Journal.isEnabled()) {
                set(QUIET_SLF4J);
            }
        }
    }

    private static void set(Map<String, String> properties) {
        properties.forEach((name, value) -> BEFORE.put(name, System.setProperty(name, value)));
    }

    private static synchronized void leave() {
        within--;
        if (within == 0) {
            BEFORE.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
            BEFORE.clear();
        }
    }
}
