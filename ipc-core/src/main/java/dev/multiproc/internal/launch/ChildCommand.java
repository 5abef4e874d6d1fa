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
import java.util.Optional;

/**
 * The command that starts a child JVM: this JVM's own {@code java}, where its classes are in an argument file (a command line is
 * too short for a long class path, and others can read it), and nothing of the task.
 */
public final class ChildCommand {
    private static final List<String> AGENT_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    /** A file that is empty for ever. */
    public static final File NOTHING = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

    private final Options options;
    private final Path argumentFile;
    private final ClassPlaces places;
    private final String java;
    private final Optional<ClassArchive> archive;

    /**
     * Writes the argument file, which children share whose classes are in the same places.
     *
     * @throws MultiprocessingException if it cannot, or there is no JVM for children
     */
    ChildCommand(Options options, Path argumentFile, ClassPlaces places) {
        this.options = options;
        this.argumentFile = argumentFile;
        this.places = places;
        this.java = JavaCommand.find();
        this.archive = places.hasModules() ? Optional.empty() : ClassArchive.of(options, places.classPath());
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
        command.add(java);
        command.add("@" + argumentFile);
        archive.ifPresent(classes -> command.addAll(classes.flags()));
        if (places.isModular()) {
            command.add("-m");
            command.add(main.getModule().getName() + "/" + main.getName());
        } else {
            command.add(main.getName());
        }
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        options.workingDirectory().map(Path::toFile).ifPresent(builder::directory);
        Map<String, String> environment = builder.environment();
        withoutDebugger(environment);
        environment.putAll(options.environment());
        return builder;
    }

    /**
     * Has the archive of the children's classes made in the background, if it is not there.
     *
     * @param maker the main class that makes it
     * @param taskClass the name of a class that children will need
     */
    public void makeArchive(Class<?> maker, String taskClass) {
        archive.ifPresent(classes ->
                ArchiveProcess.start(classes, options, places.classPath(), List.of(maker.getName(), taskClass)));
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(ChildFlags.beside(options.jvmArgs()));
        flags.addAll(ParentFlags.inherited());
        flags.addAll(options.jvmArgs());
        if (places.hasModules()) {
            flags.add("-p");
            flags.add(String.join(File.pathSeparator, places.modulePath()));
            flags.add("--add-modules=" + String.join(",", places.modules()));
            flags.addAll(ChildFlags.forNamed(places.modules()));
        }
        if (!places.hasModules() || !places.classPath().isEmpty()) {
            flags.add("-cp");
            flags.add(String.join(File.pathSeparator, places.classPath()));
        }
        return flags;
    }

    ClassPlaces places() {
        return places;
    }

    /** The command {@code java} of children. */
    public static String java() {
        return JavaCommand.find();
    }

    private static List<String> quoted(List<String> flags) {
        return flags.stream()
                .map(flag -> '"' + flag.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toList();
    }

    /** A child that inherits the debugger's agent would want the same port. */
    static void withoutDebugger(Map<String, String> environment) {
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
