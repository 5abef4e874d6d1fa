package dev.multiproc.internal.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The environment variables that give flags to every JVM, and so to children. What is this process's own by its nature is
 * left out there, as it is of the flags of this process's command line: agents, debuggers, ports of management, which two
 * cannot have. What is given for children by name, with {@code Options.withEnvironment}, is theirs as it is.
 */
final class FlagVariables {
    /** Read by the launcher, which puts it in front of the command line. */
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

    /** The flags that a variable with a value gives. */
    private static List<String> flags(String name, String value) {
        return name.equals(OF_LAUNCHER) ? FlagText.ofLauncher(value) : FlagText.ofJvm(value);
    }

    /** All that the variables give. */
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

    /** Takes what is this process's own out of its environment. Files of flags are read, since a child may start elsewhere. */
    static void removeOwn(Map<String, String> environment) {
        for (String name : NAMES) {
            String value = environment.get(name);
            if (value != null) {
                replace(name, value, FlagVariables::isOwn, environment);
            }
        }
    }

    /** Takes the choice of a collector out of an environment: another has been made, and a JVM that is given two does not start. */
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
