package dev.multiproc.internal.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Moves damaged files of a session into its directory {@code damaged-N}, under their previous paths. Nothing is deleted
 * that someone may want to examine.
 */
public final class SetAside {
    private final Path root;
    /** Null until a file is moved. */
    private Path place;

    /** For the session in a directory. */
    public SetAside(Path root) {
        this.root = root;
    }

    /** Moves a file or a directory; returns its new path. */
    public Path move(Path path) throws IOException {
        Path target = target(path);
        return Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Copies a file that stays in use without its damaged part; returns the path of the copy. */
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
                // Taken by an earlier repair.
                number++;
            }
        }
    }
}
