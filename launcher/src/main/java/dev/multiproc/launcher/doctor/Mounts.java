package dev.multiproc.launcher.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The mounted file systems, as of {@code /proc/self/mounts}. Empty on a system that has no such file. */
final class Mounts {
    private static final int PATH_FIELD = 1;
    private static final int OPTIONS_FIELD = 3;

    private final List<String> lines;

    Mounts(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    static Mounts read() throws IOException {
        try {
            return new Mounts(Files.readAllLines(Path.of("/proc/self/mounts")));
        } catch (NoSuchFileException e) {
            return new Mounts(List.of());
        }
    }

    /** Whether programs cannot be run from a directory: of the mounts that hold it the longest decides, the last of equal ones. */
    boolean isNoExec(Path directory) {
        Path path = directory.toAbsolutePath();
        Path best = null;
        boolean isNoExec = false;
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length > OPTIONS_FIELD) {
                Path mount = Path.of(fields[PATH_FIELD].replace("\\040", " "));
                if (path.startsWith(mount) && (best == null || mount.getNameCount() >= best.getNameCount())) {
                    best = mount;
                    isNoExec = List.of(fields[OPTIONS_FIELD].split(",")).contains("noexec");
                }
            }
        }
        return isNoExec;
    }
}
