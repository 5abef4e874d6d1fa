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
 * What must be said to Chronicle before its first class is loaded, and when a log is opened. The program may use Chronicle itself,
 * or have properties of its own by these names: so all is set back, and what Chronicle logs is heard from our threads otherwise.
 */
final class ChronicleSettings {
    private static final Map<String, String> PROPERTIES = Map.of(
            // It must never phone home; the jar that would is not on the class path either.
            "chronicle.analytics.disable",
            "true",
            "chronicle.announcer.disable",
            "true",
            // Its own thread and warnings; room is reserved before it is used.
            "chronicle.disk.monitor.disable",
            "true",
            // It would set what it finds in a file of that name in the working directory, or above it. This one is
            // empty.
            "system.properties",
            "dev/multiproc/internal/log/nothing.properties");

    private static final Map<String, String> QUIET_SLF4J = Map.of("slf4j.internal.verbosity", "ERROR");

    /** What the properties were, null for those that were not; guarded by the class, as is the number of those within. */
    private static final Map<String, String> BEFORE = new HashMap<>();

    private static int within;

    private static boolean isAllowed;

    private ChronicleSettings() {}

    /** Has work done that opens a log, and may load more of Chronicle. */
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

    /** Keeps Chronicle's messages of this thread from the program's loggers: trouble comes as an exception too. */
    static void quieten() {
        Jvm.setThreadLocalExceptionHandlers(
                ToJournal.INSTANCE, ToJournal.INSTANCE, NullExceptionHandler.NOTHING, NullExceptionHandler.NOTHING);
    }

    /**
     * In a JVM that exits a hook cannot be registered any more. Chronicle would fail at that within one of its classes, and not
     * at all where it has tried before.
     */
    private static void registerHook() {
        try {
            PriorityHook.add(0, ChronicleSettings::doNothing);
        } catch (IllegalStateException e) {
            Journal.debug(ChronicleSettings.class, "Chronicle does without its shutdown hook", e);
        }
    }

    private static void doNothing() {}

    /** Once in a JVM, before the first class of Chronicle. */
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
