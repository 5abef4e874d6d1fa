package dev.multiproc.internal.session;

import dev.multiproc.Options;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.launch.CurrentUser;
import dev.multiproc.internal.launch.PrivateDirectory;
import dev.multiproc.internal.object.SafeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The directory that private sessions are made in: {@code multiproc-UID} in the memory file system, or else in the directory for
 * temporary files. If another user has taken that name, it is {@code multiproc-UID-RANDOM}. Later processes recognize it by its
 * name and owner, so they use it too, and find the sessions that dead processes left there.
 */
final class BaseDirectory {
    /** Sets the directory where the program's options do not. */
    private static final String PROPERTY = "multiproc.baseDirectory";

    private static final Path MEMORY_FILE_SYSTEM = Path.of("/dev/shm");
    private static final AtomicBoolean IS_WARNED = new AtomicBoolean();

    private BaseDirectory() {}

    /** Gives the directory, and makes it if it is not there. */
    static Path ensure(Options options) throws IOException {
        Path base = find(options);
        PrivateDirectory.ensure(base);
        return base;
    }

    /** Gives the directory, which may not be there. */
    static Path find(Options options) throws IOException {
        Optional<Path> chosen = chosen(options);
        return chosen.isPresent() ? chosen.get().toAbsolutePath() : usualOrSubstitute();
    }

    /** Whether the program, or who started it, has chosen the directory. */
    static boolean isChosen(Options options) {
        return chosen(options).isPresent();
    }

    private static Optional<Path> chosen(Options options) {
        if (options.baseDirectory().isPresent()) {
            return options.baseDirectory();
        }
        String configured = System.getProperty(PROPERTY);
        return configured == null ? Optional.empty() : Optional.of(Path.of(configured));
    }

    /** Where it is unless it is configured, or another user has taken the name. */
    static Path usual() {
        return usualIn(SessionDirectory.hasRoom(MEMORY_FILE_SYSTEM) ? MEMORY_FILE_SYSTEM : temporary());
    }

    private static Path usualIn(Path parent) {
        return parent.resolve("multiproc-" + CurrentUser.inNames());
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    private static Path usualOrSubstitute() throws IOException {
        Path usual = usual();
        if (!PrivateDirectory.isOfAnother(usual)) {
            return usual;
        }
        List<Path> found = substitutes(usual);
        Path substitute = found.isEmpty()
                ? usual.resolveSibling(usual.getFileName() + "-" + SessionDirectory.randomName())
                : found.get(0);
        if (!IS_WARNED.getAndSet(true)) {
            Journal.warn(
                    BaseDirectory.class,
                    "another user has made " + usual + "; sessions are made in " + substitute,
                    null);
        }
        return substitute;
    }

    /** All existing directories of this user in which sessions may be. */
    static List<Path> existing(Options options) throws IOException {
        Optional<Path> chosen = chosen(options);
        if (chosen.isPresent()) {
            return List.of(chosen.get().toAbsolutePath());
        }
        // Looks in both places: the memory file system may have been too full when a session was made, or may be now.
        List<Path> all = new ArrayList<>();
        for (Path parent : List.of(MEMORY_FILE_SYSTEM, temporary())) {
            Path usual = usualIn(parent);
            if (PrivateDirectory.isOwn(usual)) {
                all.add(usual);
            }
            all.addAll(substitutes(usual));
        }
        return all;
    }

    /** This user's substitutes for the usual directory. Empty if the parent cannot be listed; then a new one is made. */
    private static List<Path> substitutes(Path usual) {
        List<Path> found = new ArrayList<>();
        String[] names;
        try {
            names = PlainFiles.list(usual.getParent());
        } catch (IOException e) {
            Journal.debug(BaseDirectory.class, "cannot list " + usual.getParent(), e);
            return found;
        }
        String start = usual.getFileName() + "-";
        for (String name : names) {
            boolean isNamed = name.startsWith(start)
                    && SafeName.isHexadecimal(name.substring(start.length()), SessionDirectory.NAME_LENGTH);
            if (isNamed && PrivateDirectory.isOwn(usual.resolveSibling(name))) {
                found.add(usual.resolveSibling(name));
            }
        }
        if (found.size() > 1) {
            found.sort(null);
        }
        return found;
    }
}
