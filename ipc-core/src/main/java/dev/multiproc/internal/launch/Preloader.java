package dev.multiproc.internal.launch;

import dev.multiproc.Preload;
import java.util.ArrayList;
import java.util.List;

/** Loads classes ahead in a child's JVM; see {@link Preload}. Plain loops only, as in all that runs before a child's task. */
public final class Preloader {
    private static final String QUIET = "--quiet";
    private static final String WARN = "--warn";

    private Preloader() {}

    /** The arguments for a spare, to be read by {@link #runInSpare}. */
    public static List<String> arguments(Preload preload) {
        List<String> arguments = new ArrayList<>();
        if (!preload.classNames().isEmpty()) {
            arguments.add(preload.onError() == Preload.OnError.WARN ? WARN : QUIET);
            arguments.addAll(preload.classNames());
        }
        return arguments;
    }

    /** Loads the classes as far as possible. */
    public static void runInSpare(String[] arguments, int from) {
        for (int i = from + 1; i < arguments.length; i++) {
            try {
                load(arguments[i]);
            } catch (ClassNotFoundException | LinkageError e) {
                if (arguments[from].equals(WARN)) {
                    System.err.println(
                            "multiproc: a spare cannot load a class ahead, class=" + arguments[i] + ": " + e);
                }
            }
        }
    }

    /** What a child has to load before its task, or fail; as written into its {@link TaskEnvelope}. */
    public static String required(Preload preload) {
        return preload.onError() == Preload.OnError.FAIL ? String.join(" ", preload.classNames()) : "";
    }

    /** Loads what {@link #required} gave; fails with the first class that cannot be loaded. */
    public static void runInChild(String required) throws ClassNotFoundException {
        int begin = 0;
        while (begin < required.length()) {
            int space = required.indexOf(' ', begin);
            int end = space < 0 ? required.length() : space;
            load(required.substring(begin, end));
            begin = end + 1;
        }
    }

    private static void load(String name) throws ClassNotFoundException {
        Class.forName(name, true, Thread.currentThread().getContextClassLoader());
    }
}
