package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command that starts a child JVM: this JVM's own {@code java}, its class path in an argument file (a command line is
 * too short for a long one, and others can read it), and nothing of the task.
 */
public final class ChildCommand {
    private static final List<String> AGENT_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final int FIRST_WITH_UNSAFE_WARNING = 23;
    private static final double HEAP_PERCENT = 25.0;
    private static final double MIN_HEAP_PERCENT = 2.0;

    private final Options options;
    private final Path argumentFile;

    /** Writes the argument file, which all children of this process share. */
    public ChildCommand(Options options, Path argumentFile) {
        this.options = options;
        this.argumentFile = argumentFile;
        try {
            // The launcher reads it as it reads file names.
            Files.writeString(argumentFile, String.join("\n", quoted(flags())), fileNameCharset());
        } catch (IOException e) {
            throw new MultiprocessingException("cannot write the children's argument file, path=" + argumentFile, e);
        }
    }

    private static Charset fileNameCharset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /** A child that will find its session in the directory and its task in its slot. */
    public ProcessBuilder process(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + argumentFile);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        options.workingDirectory().map(Path::toFile).ifPresent(builder::directory);
        Map<String, String> environment = builder.environment();
        withoutDebugger(environment);
        environment.putAll(options.environment());
        return builder;
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:+UseSerialGC");
        flags.add("-XX:MaxRAMPercentage=" + heapPercent());
        // No package is opened here: that costs a JVM a quarter of its start, and Chronicle's are opened when it is
        // loaded.
        if (Runtime.version().feature() >= FIRST_WITH_UNSAFE_WARNING) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        for (String stream : List.of("file", "stdout", "stderr", "sun.stdout", "sun.stderr")) {
            flags.add("-D" + stream + ".encoding=UTF-8");
        }
        flags.add("-Dslf4j.internal.verbosity=ERROR");
        flags.addAll(ParentFlags.inherited());
        flags.addAll(options.jvmArgs());
        flags.add("-cp");
        flags.add(classPath());
        return flags;
    }

    /** A part of what one JVM would take, since there will be several. */
    private static double heapPercent() {
        return Math.max(MIN_HEAP_PERCENT, HEAP_PERCENT / Runtime.getRuntime().availableProcessors());
    }

    private String classPath() {
        List<String> entries = new ArrayList<>();
        for (Path entry : options.classPath()) {
            entries.add(entry.toAbsolutePath().toString());
        }
        // The child may start in another directory.
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(new File(entry).getAbsolutePath());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> quoted(List<String> flags) {
        return flags.stream()
                .map(flag -> '"' + flag.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toList();
    }

    /** A child that inherits the debugger's agent would want the same port. */
    private static void withoutDebugger(Map<String, String> environment) {
        for (String variable : AGENT_VARIABLES) {
            String value = environment.get(variable);
            if (value != null && value.contains("jdwp")) {
                List<String> kept = new ArrayList<>();
                for (String flag : value.split("\\s+")) {
                    if (!flag.contains("jdwp")) {
                        kept.add(flag);
                    }
                }
                if (kept.isEmpty()) {
                    // A JVM speaks of an empty one, too.
                    environment.remove(variable);
                } else {
                    environment.put(variable, String.join(" ", kept));
                }
            }
        }
    }
}
