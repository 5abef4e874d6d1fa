package dev.multiproc.internal.control;

import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The library's log messages. They go to SLF4J if the program has a logging provider. A program without one gets no
 * messages, and no message about that either.
 *
 * <p>SLF4J is used only when there is a message: the first request for a logger starts the program's logging, and the
 * library must not decide when that happens.
 */
public final class Journal {
    private static final String CHOSEN_PROVIDER = "slf4j.provider";
    /** What SLF4J 1 has in place of a provider. */
    private static final String BINDER = "org/slf4j/impl/StaticLoggerBinder.class";

    private Journal() {}

    /** A message for whoever runs the program. */
    public static void warn(Class<?> source, String text, Throwable cause) {
        if (isEnabled()) {
            LoggerFactory.getLogger(source).warn(text, cause);
        }
    }

    /** A message for whoever searches for a fault. */
    public static void debug(Class<?> source, String text, Throwable cause) {
        if (isEnabled()) {
            LoggerFactory.getLogger(source).debug(text, cause);
        }
    }

    /** Whether the program has a logging provider. Does not start SLF4J. */
    public static boolean isEnabled() {
        String chosen = System.getProperty(CHOSEN_PROVIDER);
        return chosen != null && !chosen.isBlank() || hasProvider();
    }

    private static boolean hasProvider() {
        ClassLoader loader = LoggerFactory.class.getClassLoader();
        try {
            return Providers.areIn(loader);
        } catch (LinkageError e) {
            // SLF4J 1 has no providers.
            return loader != null && loader.getResource(BINDER) != null;
        }
    }

    /** A class of its own, since with SLF4J 1 it cannot be linked. */
    private static final class Providers {
        static boolean areIn(ClassLoader loader) {
            return ServiceLoader.load(SLF4JServiceProvider.class, loader).stream()
                    .findAny()
                    .isPresent();
        }
    }
}
