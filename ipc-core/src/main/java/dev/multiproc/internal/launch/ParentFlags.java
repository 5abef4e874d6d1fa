package dev.multiproc.internal.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * The flags of this JVM that a child has too: system properties, assertions, modules. Not its heap, its collector, its agents
 * and its debugger.
 */
final class ParentFlags {
    private static final List<String> PREFIXES = List.of(
            "-D",
            "-ea",
            "-enableassertions",
            "-da",
            "-disableassertions",
            "-esa",
            "-dsa",
            "--enable-preview",
            "--add-opens=",
            "--add-exports=",
            "--add-reads=",
            "--add-modules=");
    private static final List<String> WITH_ARGUMENT =
            List.of("--add-opens", "--add-exports", "--add-reads", "--add-modules");
    /** Of other flags that take the next word. */
    private static final List<String> SKIPPED_WITH_ARGUMENT = List.of(
            "-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path", "--limit-modules");

    private ParentFlags() {}

    /** Empty where the system does not show a process its own command line. */
    static List<String> inherited() {
        return of(ProcessHandle.current().info().arguments().orElse(new String[0]));
    }

    static List<String> of(String... arguments) {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (SKIPPED_WITH_ARGUMENT.contains(argument)) {
                i++;
            } else if (WITH_ARGUMENT.contains(argument)) {
                if (i + 1 < arguments.length) {
                    i++;
                    flags.add(argument + "=" + arguments[i]);
                }
            } else if (!argument.startsWith("-") && !argument.startsWith("@")
                    || argument.equals("-jar")
                    || argument.equals("-m")
                    || argument.equals("--module")) {
                break; // The main class: what follows is not the JVM's.
            } else if (isInherited(argument)) {
                flags.add(argument);
            }
        }
        return flags;
    }

    private static boolean isInherited(String argument) {
        return PREFIXES.stream().anyMatch(argument::startsWith) && !argument.startsWith("-Dcom.sun.management");
    }
}
