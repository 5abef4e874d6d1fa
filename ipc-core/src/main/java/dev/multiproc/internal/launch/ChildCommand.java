package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.control.PlainFiles;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command that starts a child JVM: this JVM's own {@code java}, where its classes are in an argument file (a command line is
 * too short for a long class path, and others can read it), and nothing of the task.
 */
public final class ChildCommand {
    /** A signal that is ignored stays so through an exec, and the JVM leaves it alone then. */
    private static final List<String> IGNORING_INTERRUPTS = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    /** A file that is empty for ever. */
    public static final File NOTHING = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

    private final Options options;
    private final Path argumentFile;
    private final ClassPlaces places;
    private final String java;
    private final Optional<ClassArchive> archive;
    private final boolean handlesSignals;

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
        Map<String, String> environment = new HashMap<>(System.getenv());
        completeEnvironment(environment);
        List<String> userFlags = FlagVariables.all(environment);
        this.archive = places.hasModules() || ClassArchive.isChosen(userFlags)
                ? Optional.empty()
                : ClassArchive.of(options, places.classPath());
        userFlags.addAll(options.jvmArgs());
        this.handlesSignals = !userFlags.contains("-Xrs") && !userFlags.contains("-XX:+ReduceSignalUsage");
        try {
            // The launcher reads it as it reads file names.
            String text = String.join("\n", quoted(flags(userFlags)));
            PlainFiles.write(argumentFile, text.getBytes(fileNameCharset()));
        } catch (FileNotFoundException e) {
            throw MissingFile.exception(argumentFile, e);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot write the children's argument file, path=" + argumentFile, e);
        }
    }

    private static Charset fileNameCharset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /** Whether children's JVMs leave in order when a signal tells them to end. */
    public boolean handlesSignals() {
        return handlesSignals;
    }

    /** A child that will find its session in the directory and its task in its slot. */
    public ProcessBuilder process(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        if (options.ignoreInterruptSignal()) {
            command.addAll(IGNORING_INTERRUPTS);
        }
        command.add(java);
        command.add("@" + argumentFile);
        if (archive.isPresent()) {
            command.addAll(archive.get().flags());
        }
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
        if (options.workingDirectory().isPresent()) {
            builder.directory(options.workingDirectory().get().toFile());
        } else {
            leaveGoneDirectory(builder);
        }
        completeEnvironment(builder.environment());
        return builder;
    }

    /**
     * Has the archive of the children's classes made in the background, if it is not there.
     *
     * @param maker the main class that makes it
     */
    public void makeArchive(Class<?> maker) {
        if (archive.isPresent()) {
            ArchiveProcess.start(archive.get(), options, maker.getName());
        }
    }

    private List<String> classPath() {
        return archive.isPresent() ? archive.get().classPath(places.classPath()) : places.classPath();
    }

    private List<String> flags(List<String> userFlags) {
        List<String> flags = new ArrayList<>(ChildFlags.beside(userFlags));
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
            flags.add(String.join(File.pathSeparator, classPath()));
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
        List<String> quoted = new ArrayList<>();
        for (String flag : flags) {
            quoted.add(ArgumentText.quoted(flag));
        }
        return quoted;
    }

    /** A JVM does not start in a directory that was removed. */
    static void leaveGoneDirectory(ProcessBuilder builder) {
        File directory = new File(System.getProperty("user.dir"));
        if (!directory.isDirectory()) {
            builder.directory(directory.toPath().toAbsolutePath().getRoot().toFile());
        }
    }

    /** Turns a copy of this process's environment into a child's. */
    private void completeEnvironment(Map<String, String> environment) {
        FlagVariables.removeOwn(environment);
        environment.putAll(options.environment());
        if (ChildFlags.choosesCollector(options.jvmArgs())) {
            FlagVariables.removeCollector(environment);
        }
    }
}
