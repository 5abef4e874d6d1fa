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
 * The directory that private sessions are made in: {@code multiproc-UID} in the memory file system, or among the temporary
 * directories. Where another user has put something of that name, {@code multiproc-UID-RANDOM}: found again by its name and its
 * owner, so that the next process uses it too, and finds there what dead ones have left.
 */
final class BaseDirectory {
    /** Says it for a program that says nothing itself. */
    private static final String PROPERTY = "multiproc.baseDirectory";

    private static final Path MEMORY_FILE_SYSTEM = Path.of("/dev/shm");
    private static final AtomicBoolean IS_TOLD = new AtomicBoolean();

    private BaseDirectory() {}

    /** Makes it if it is not there. */
    static Path ensure(Options options) throws IOException {
        Optional<Path> chosen = chosen(options);
        Path base = chosen.isPresent() ? chosen.get().toAbsolutePath() : ours();
        PrivateDirectory.ensure(base);
        return base;
    }

    private static Optional<Path> chosen(Options options) {
        if (options.baseDirectory().isPresent()) {
            return options.baseDirectory();
        }
        String said = System.getProperty(PROPERTY);
        return said == null ? Optional.empty() : Optional.of(Path.of(said));
    }

    /** Where it is if nobody says otherwise, and is in the way. */
    static Path usual() {
        return usualIn(SessionDirectory.hasRoom(MEMORY_FILE_SYSTEM) ? MEMORY_FILE_SYSTEM : temporary());
    }

    private static Path usualIn(Path parent) {
        return parent.resolve("multiproc-" + CurrentUser.inNames());
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    private static Path ours() throws IOException {
        Path usual = usual();
        if (!PrivateDirectory.isOfAnother(usual)) {
            return usual;
        }
        List<Path> found = substitutes(usual);
        Path substitute = found.isEmpty()
                ? usual.resolveSibling(usual.getFileName() + "-" + SessionDirectory.randomName())
                : found.get(0);
        if (!IS_TOLD.getAndSet(true)) {
            Journal.warn(
                    BaseDirectory.class,
                    "another user has made " + usual + "; sessions are made in " + substitute,
                    null);
        }
        return substitute;
    }

    /** All that are there and ours, where sessions may be. */
    static List<Path> existing(Options options) throws IOException {
        Optional<Path> chosen = chosen(options);
        if (chosen.isPresent()) {
            return List.of(chosen.get().toAbsolutePath());
        }
        // Both places: the memory file system may have been too full when a session was made, or may be now.
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

    /** None where the place cannot be listed: then one is made anew. */
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
