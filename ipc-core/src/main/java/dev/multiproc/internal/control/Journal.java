package dev.multiproc.internal.control;

import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * What the library has to say beside its results and exceptions. It goes to SLF4J if the program has chosen a provider; a program
 * that has configured no logging hears nothing, and not that either.
 *
 * <p>SLF4J is looked at when there is something to say, not before: whoever asks it for the first logger starts the program's
 * logging, and that is not ours to time.
 */
public final class Journal {
    private static final String CHOSEN_PROVIDER = "slf4j.provider";
    /** What version 1 has in place of a provider. */
    private static final String BINDER = "org/slf4j/impl/StaticLoggerBinder.class";

    private Journal() {}

    /** Of use to who runs the program. */
    public static void warn(Class<?> source, String text, Throwable cause) {
        if (isEnabled()) {
            LoggerFactory.getLogger(source).warn(text, cause);
        }
    }

    /** Of use to who looks for a fault. */
    public static void debug(Class<?> source, String text, Throwable cause) {
        if (isEnabled()) {
            LoggerFactory.getLogger(source).debug(text, cause);
        }
    }

    /** Whether the program has chosen where messages go. Does not start SLF4J. */
    public static boolean isEnabled() {
        String chosen = System.getProperty(CHOSEN_PROVIDER);
        return chosen != null && !chosen.isBlank() || hasProvider();
    }

    private static boolean hasProvider() {
        ClassLoader loader = LoggerFactory.class.getClassLoader();
        try {
            return Providers.areIn(loader);
        } catch (LinkageError e) {
            // Version 1 knows no providers.
            return loader != null && loader.getResource(BINDER) != null;
        }
    }

    /** Apart, so that it need not be linked. */
    private static final class Providers {
        static boolean areIn(ClassLoader loader) {
            return ServiceLoader.load(SLF4JServiceProvider.class, loader).stream()
                    .findAny()
                    .isPresent();
        }
    }
}
