package dev.multiproc.internal.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts files of a session that are damaged into a directory {@code damaged-N} of it, under the paths that they had: nothing is
 * deleted that somebody may want to look at.
 */
public final class SetAside {
    private final Path root;
    /** Null until there is something to put there. */
    private Path place;

    /** For the session in a directory. */
    public SetAside(Path root) {
        this.root = root;
    }

    /** Moves a file or a directory; gives where it is now. */
    public Path move(Path path) throws IOException {
        Path target = target(path);
        return Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Copies a file that goes on being used without what is damaged in it; gives where the copy is. */
    public Path copy(Path file) throws IOException {
        return Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Path target(Path path) throws IOException {
        if (place == null) {
            place = makePlace();
        }
        Path target = place.resolve(root.relativize(path));
        Files.createDirectories(target.getParent());
        return target;
    }

    private Path makePlace() throws IOException {
        int number = 1;
        while (true) {
            try {
                return Files.createDirectory(root.resolve("damaged-" + number));
            } catch (FileAlreadyExistsException e) {
                // Of an earlier time.
                number++;
            }
        }
    }
}
