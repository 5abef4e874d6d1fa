package dev.multiproc.internal.launch;

import dev.multiproc.ChildProcess;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The flags of this JVM that children inherit: system properties, assertions, modules. They do not inherit its heap, collector,
 * agents and debugger.
 */
final class ParentFlags {
    private static final String BOOT_CLASS_PATH = "-Xbootclasspath/a:";
    private static final String PATCH = "--patch-module";
    /** Names a file with more flags. */
    private static final String FILE_OF_FLAGS = "-XX:VMOptionsFile=";

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
            "--add-modules=",
            "--enable-native-access=");
    private static final List<String> WITH_ARGUMENT =
            List.of("--add-opens", "--add-exports", "--add-reads", "--add-modules", "--enable-native-access", PATCH);
    /** Flags that are not inherited, and whose argument is the next word. */
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
        String[] arguments = commandLine();
        return of(arguments != null ? arguments : askTheJvm());
    }

    /**
     * This JVM's command line. Null if the system does not show it, or shows only a part (it is longer than a page, or names
     * argument files), and if another program embeds this JVM: then the command line is that program's.
     */
    private static String[] commandLine() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        Optional<String> command = info.command();
        if (command.isEmpty() || !isJava(command.get())) {
            return null;
        }
        String[] arguments = info.arguments().orElse(null);
        return arguments == null || namesFile(arguments) ? null : arguments;
    }

    private static boolean namesFile(String... arguments) {
        for (String argument : arguments) {
            if (argument.startsWith("@") || argument.startsWith(FILE_OF_FLAGS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJava(String command) {
        return command.endsWith("java") || command.endsWith("java.exe");
    }

    /** Gives all flags, but takes tens of milliseconds to load. */
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
                    add(argument + "=" + arguments[i], flags);
                }
            } else if (!argument.startsWith("-")
                    || argument.equals("-jar")
                    || argument.equals("-m")
                    || argument.equals("--module")
                    || argument.startsWith("--module=")) {
                break; // The main class: what follows are the program's own arguments.
            } else {
                add(argument, flags);
            }
        }
        return flags;
    }

    private static void add(String flag, List<String> flags) {
        if (flag.startsWith(BOOT_CLASS_PATH)) {
            flags.add(BOOT_CLASS_PATH + absolute(flag.substring(BOOT_CLASS_PATH.length())));
        } else if (flag.startsWith(PATCH + "=")) {
            int path = flag.indexOf('=', PATCH.length() + 1) + 1;
            flags.add(flag.substring(0, path) + absolute(flag.substring(path)));
        } else if (isInherited(flag)) {
            flags.add(flag);
        }
    }

    /** Makes the entries of a path absolute, since the child may start in another directory. */
    private static String absolute(String path) {
        StringBuilder absolute = new StringBuilder();
        for (String entry : path.split(File.pathSeparator)) {
            absolute.append(absolute.length() == 0 ? "" : File.pathSeparator).append(new File(entry).getAbsolutePath());
        }
        return absolute.toString();
    }

    private static boolean isInherited(String argument) {
        for (String prefix : PREFIXES) {
            if (argument.startsWith(prefix)) {
                return !argument.startsWith("-Dcom.sun.management")
                        && !argument.startsWith("-D" + ChildProcess.MAY_HAVE_CHILDREN);
            }
        }
        return false;
    }
}
