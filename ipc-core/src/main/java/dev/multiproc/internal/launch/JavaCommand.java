package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code java} for children: this JVM's own, unless the user chooses another. If this JVM's image has no such command
 * (as jpackage makes it), another of the same version is looked for.
 *
 * @param path the path of the command
 * @param feature the version of its JVM, such as 17
 * @param isOwn whether it is this JVM's own, or a substitute for it, rather than chosen by the user
 */
record JavaCommand(String path, int feature, boolean isOwn) {
    private static final int OLDEST = 17;
    private static final String VERSION = "JAVA_VERSION=\"";
    private static final String NAME = File.separatorChar == '/' ? "java" : "java.exe";

    /**
     * Finds the command.
     *
     * @throws MultiprocessingException if there is none
     */
    static JavaCommand find(Optional<Path> chosenHome) {
        Path home = Path.of(System.getProperty("java.home"));
        if (chosenHome.isPresent() && !isSame(chosenHome.get(), home)) {
            return chosen(chosenHome.get());
        }
        Path own = home.resolve("bin").resolve(NAME);
        String path = Files.isExecutable(own) ? own.toString() : findElsewhere(own);
        return new JavaCommand(path, Runtime.version().feature(), true);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            // One is missing, which is reported when its command is looked for.
            return false;
        }
    }

    private static JavaCommand chosen(Path home) {
        Path java = home.toAbsolutePath().resolve("bin").resolve(NAME);
        if (!Files.isExecutable(java)) {
            throw new MultiprocessingException("there is no JVM to start children with, path=" + java
                    + "; ChildOptions.withJavaHome takes the directory of a JDK or JRE");
        }
        int feature = versionOf(java);
        if (feature < OLDEST) {
            throw new MultiprocessingException("children need Java " + OLDEST + " or newer, javaHome=" + home
                    + ", version by its file release=" + (feature == 0 ? "unknown" : feature));
        }
        return new JavaCommand(java.toString(), feature, false);
    }

    private static String findElsewhere(Path missing) {
        List<String> others = new ArrayList<>();
        String chosen = System.getenv("JAVA_HOME");
        if (chosen != null && !chosen.isEmpty()) {
            others.add(Path.of(chosen, "bin").toString());
        }
        String path = System.getenv("PATH");
        if (path != null) {
            others.addAll(List.of(path.split(File.pathSeparator)));
        }
        for (String directory : others) {
            Path java = Path.of(directory).resolve(NAME);
            if (Files.isExecutable(java) && versionOf(java) == Runtime.version().feature()) {
                return java.toString();
            }
        }
        throw new MultiprocessingException("no JVM to start children with: there is no " + missing
                + ", and no java of version " + Runtime.version().feature()
                + " in JAVA_HOME or PATH; keep the command in the image (jlink does, jpackage with"
                + " --jlink-options \"--strip-debug --no-man-pages --no-header-files\"), or set JAVA_HOME");
    }

    /** The version in the file {@code release} of a JDK; 0 if it is not there. */
    private static int versionOf(Path java) {
        try {
            Path release = java.toRealPath().getParent().resolveSibling("release");
            if (!Files.isRegularFile(release)) {
                return 0;
            }
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith(VERSION)) {
                    String[] numbers = line.substring(VERSION.length()).split("[^0-9]", 2);
                    return numbers[0].isEmpty() ? 0 : Integer.parseInt(numbers[0]);
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            // Not a JVM that could be started.
            return 0;
        }
    }
}
