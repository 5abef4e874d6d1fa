package dev.multiproc.internal.launch;

import dev.multiproc.ChildOptions;
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
 * The command that starts a child JVM with this JVM's own {@code java}. The class path is in an argument file, since a command
 * line is too short for long class paths and other users can read it. The command says nothing of the task.
 */
public final class ChildCommand {
    /** An ignored signal stays ignored after exec, and the JVM then installs no handler for it. */
    private static final List<String> IGNORING_INTERRUPTS = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    /** A file that is always empty. */
    public static final File EMPTY_FILE = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

    private final Options options;
    private final ChildOptions childOptions;
    private final Path argumentFile;
    private final ClassPlaces places;
    private final JavaCommand java;
    private final Optional<ClassArchive> archive;
    private final boolean handlesSignals;

    /**
     * Writes the argument file. Children whose classes are in the same places share it.
     *
     * @throws MultiprocessingException if the file cannot be written, or there is no JVM for children
     */
    ChildCommand(Options options, ChildOptions childOptions, Path argumentFile, ClassPlaces places) {
        this.options = options;
        this.childOptions = childOptions;
        this.argumentFile = argumentFile;
        this.places = places;
        this.java = JavaCommand.find(childOptions.javaHome());
        Map<String, String> environment = new HashMap<>(System.getenv());
        completeEnvironment(environment);
        List<String> userFlags = FlagVariables.all(environment);
        userFlags.addAll(childOptions.jvmArgs());
        this.archive = places.hasModules()
                        || !java.isOwn()
                        || !options.classArchive()
                        || ClassArchive.isConfiguredBy(userFlags)
                ? Optional.empty()
                : ClassArchive.of(places.classPath());
        this.handlesSignals = !userFlags.contains("-Xrs") && !userFlags.contains("-XX:+ReduceSignalUsage");
        try {
            // The launcher reads the file in the encoding of file names.
            String text = String.join("\n", quoted(flags(userFlags)));
            PlainFiles.write(argumentFile, text.getBytes(fileNameCharset()));
        } catch (FileNotFoundException e) {
            throw MissingFile.exception(argumentFile, e);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot write the children's argument file, path=" + argumentFile, e);
        }
    }

    private ChildCommand(ChildCommand shared, ChildOptions childOptions) {
        this.options = shared.options;
        this.childOptions = childOptions;
        this.argumentFile = shared.argumentFile;
        this.places = shared.places;
        this.java = shared.java;
        this.archive = shared.archive;
        this.handlesSignals = shared.handlesSignals;
    }

    /** The command with the same argument file for a child whose options differ in nothing that the file depends on. */
    public ChildCommand with(ChildOptions own) {
        return new ChildCommand(this, own);
    }

    /** Whether both commands start the same JVM, in the same environment and directory. */
    public boolean isSame(ChildCommand other) {
        return argumentFile.equals(other.argumentFile) && childOptions.equals(other.childOptions);
    }

    private static Charset fileNameCharset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /** Whether children's JVMs run their shutdown hooks when a signal tells them to end. */
    public boolean handlesSignals() {
        return handlesSignals;
    }

    /** The builder of a child process with this main class and arguments. */
    public ProcessBuilder process(Class<?> main, String... arguments) {
        return process(List.of(), main, arguments);
    }

    /** The same with more flags, which win over all others. */
    public ProcessBuilder process(List<String> moreFlags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        if (childOptions.ignoreInterruptSignal()) {
            command.addAll(IGNORING_INTERRUPTS);
        }
        command.add(java.path());
        command.add("@" + argumentFile);
        if (archive.isPresent()) {
            command.addAll(archive.get().flags());
        }
        command.addAll(moreFlags);
        if (places.isModular()) {
            command.add("-m");
            command.add(main.getModule().getName() + "/" + main.getName());
        } else {
            command.add(main.getName());
        }
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(EMPTY_FILE)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        if (childOptions.workingDirectory().isPresent()) {
            builder.directory(childOptions.workingDirectory().get().toFile());
        } else {
            avoidRemovedDirectory(builder);
        }
        completeEnvironment(builder.environment());
        return builder;
    }

    /**
     * Starts making the archive of the children's classes in the background, if there is none.
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
        List<String> flags = new ArrayList<>(ChildFlags.forChild(userFlags, java.feature()));
        flags.addAll(ParentFlags.inherited());
        if (childOptions.maxHeap().isPresent()) {
            flags.add("-Xmx" + childOptions.maxHeap().getAsLong());
        }
        flags.addAll(childOptions.jvmArgs());
        if (places.hasModules()) {
            flags.add("-p");
            flags.add(String.join(File.pathSeparator, places.modulePath()));
            flags.add("--add-modules=" + String.join(",", places.modules()));
            flags.addAll(ChildFlags.forNamedModules(places.modules(), java.feature()));
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
        return JavaCommand.find(Optional.empty()).path();
    }

    private static List<String> quoted(List<String> flags) {
        List<String> quoted = new ArrayList<>();
        for (String flag : flags) {
            quoted.add(ArgumentText.quoted(flag));
        }
        return quoted;
    }

    /** Starts the process elsewhere if the working directory was removed, since a JVM does not start in such a directory. */
    static void avoidRemovedDirectory(ProcessBuilder builder) {
        File directory = new File(System.getProperty("user.dir"));
        if (!directory.isDirectory()) {
            builder.directory(directory.toPath().toAbsolutePath().getRoot().toFile());
        }
    }

    /** Turns a copy of this process's environment into a child's. */
    private void completeEnvironment(Map<String, String> environment) {
        FlagVariables.removeOwn(environment);
        environment.putAll(childOptions.environment());
        if (ChildFlags.choosesCollector(childOptions.jvmArgs())) {
            FlagVariables.removeCollector(environment);
        }
    }
}
