package dev.multiproc.internal.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The environment variables that give flags to every JVM, and so to children. Flags that only one process can use are not passed
 * on to children, just like those of this process's command line: agents, debuggers, and ports for management. Variables that the
 * user sets for children, with {@code Options.withEnvironment}, are passed on unchanged.
 */
public final class FlagVariables {
    /** Read by the launcher, which puts its flags in front of the command line. */
    private static final String OF_LAUNCHER = "JDK_JAVA_OPTIONS";

    static final List<String> NAMES = List.of("JAVA_TOOL_OPTIONS", OF_LAUNCHER, "_JAVA_OPTIONS");

    private static final List<String> PREFIXES_OF_OWN = List.of(
            "-agentlib:",
            "-agentpath:",
            "-javaagent:",
            "-Xrun",
            "-Xdebug",
            "-Dcom.sun.management",
            "-XX:+ManagementServer");

    private FlagVariables() {}

    /** The flags in a variable's value. */
    private static List<String> flags(String name, String value) {
        return name.equals(OF_LAUNCHER) ? FlagText.ofLauncher(value) : FlagText.ofJvm(value);
    }

    /** The flags in all the variables. */
    static List<String> all(Map<String, String> environment) {
        List<String> all = new ArrayList<>();
        for (String name : NAMES) {
            String value = environment.get(name);
            if (value != null) {
                all.addAll(flags(name, value));
            }
        }
        return all;
    }

    /** By the names of the variables that have such: the flags that only this process can use. */
    public static Map<String, List<String>> own(Map<String, String> environment) {
        Map<String, List<String>> own = new LinkedHashMap<>();
        for (String name : NAMES) {
            List<String> flags = new ArrayList<>(flags(name, environment.getOrDefault(name, "")));
            flags.removeIf(flag -> !isOwn(flag));
            if (!flags.isEmpty()) {
                own.put(name, List.copyOf(flags));
            }
        }
        return own;
    }

    /**
     * Removes the flags that only this process can use from a copy of its environment. Replaces files of flags by their content,
     * since a child may start in another directory.
     */
    static void removeOwn(Map<String, String> environment) {
        for (String name : NAMES) {
            String value = environment.get(name);
            if (value != null) {
                replace(name, value, FlagVariables::isOwn, environment);
            }
        }
    }

    /** Removes the choice of a collector: another was chosen for children, and a JVM that is given two does not start. */
    static void removeCollector(Map<String, String> environment) {
        for (String name : NAMES) {
            String value = environment.get(name);
            if (value != null) {
                replace(name, value, ChildFlags::choosesCollector, environment);
            }
        }
    }

    private static void replace(
            String name, String value, Predicate<String> isRemoved, Map<String, String> environment) {
        List<String> kept = new ArrayList<>(flags(name, value));
        kept.removeIf(isRemoved);
        if (kept.equals(FlagText.words(value))) {
            return;
        }
        if (kept.isEmpty()) {
            // The JVM prints a notice for an empty variable too.
            environment.remove(name);
        } else {
            environment.put(name, FlagText.join(kept));
        }
    }

    private static boolean isOwn(String flag) {
        for (String prefix : PREFIXES_OF_OWN) {
            if (flag.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
