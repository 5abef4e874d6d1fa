package dev.multiproc.internal.launch;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--limit-modules",
            "--source");

    private ParentFlags() {}

    static List<String> inherited() {
        return of(commandLine().orElseGet(ParentFlags::askTheJvm));
    }

    /**
     * Empty where the system does not show it, or shows only a part (one of more than a page, or with argument files), and where
     * a program of another name has made this JVM in itself, whose arguments are its own.
     */
    private static Optional<String[]> commandLine() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        if (!info.command().map(ParentFlags::isJava).orElse(false)) {
            return Optional.empty();
        }
        return info.arguments()
                .filter(arguments -> Stream.of(arguments).noneMatch(argument -> argument.startsWith("@")));
    }

    private static boolean isJava(String command) {
        return command.endsWith("java") || command.endsWith("java.exe");
    }

    /** Knows all of them, but takes tens of milliseconds to load. */
    private static String[] askTheJvm() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().toArray(new String[0]);
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
            } else if (!argument.startsWith("-")
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
