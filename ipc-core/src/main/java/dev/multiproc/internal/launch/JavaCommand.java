package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code java} of children: this JVM's own. An image that was made without it (jpackage does so) lets children run on
 * another of the same version, if there is one.
 */
final class JavaCommand {
    private static final String NAME = File.separatorChar == '/' ? "java" : "java.exe";

    private JavaCommand() {}

    /** @throws MultiprocessingException if there is none */
    static String find() {
        Path home = Path.of(System.getProperty("java.home"));
        Path own = home.resolve("bin").resolve(NAME);
        return Files.isExecutable(own) ? own.toString() : findElsewhere(own);
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
            if (Files.isExecutable(java) && isOfThisVersion(java)) {
                return java.toString();
            }
        }
        throw new MultiprocessingException("no JVM to start children with: there is no " + missing
                + ", and no java of version " + Runtime.version().feature()
                + " in JAVA_HOME or PATH; keep the command in the image (jlink does, jpackage with"
                + " --jlink-options \"--strip-debug --no-man-pages --no-header-files\"), or set JAVA_HOME");
    }

    /** As told by the file {@code release} of a JDK. */
    private static boolean isOfThisVersion(Path java) {
        try {
            Path release = java.toRealPath().getParent().resolveSibling("release");
            if (!Files.isRegularFile(release)) {
                return false;
            }
            String wanted = "JAVA_VERSION=\"" + Runtime.version().feature();
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith(wanted) && !Character.isDigit(line.charAt(wanted.length()))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // Not a JVM that could be started.
            return false;
        }
    }
}
