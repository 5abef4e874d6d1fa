package dev.multiproc.launcher.inspect;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.internal.session.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Finds the sessions that a command works on. */
final class SessionSelector {
    @Option(names = "--base", paramLabel = "PATH", description = "Where to look (default: where sessions are made).")
    private Path base;

    /** All private sessions, without those that end in the meantime. */
    List<Inspection> all() throws IOException {
        List<Inspection> sessions = new ArrayList<>();
        for (Path directory : directories()) {
            try {
                sessions.add(Inspection.of(directory));
            } catch (NoSuchFileException e) {
                // The session has just ended.
            }
        }
        return sessions;
    }

    private List<Path> directories() throws IOException {
        return Inspection.sessions(
                base == null ? Options.defaults() : Options.defaults().withBaseDirectory(base));
    }

    /** The session with the given directory, or whose name begins with the given text; the only session if null is given. */
    Inspection select(String named) throws IOException {
        if (named != null && Files.isRegularFile(Path.of(named, "control"))) {
            return Inspection.of(Path.of(named));
        }
        List<Path> found = directories().stream()
                .filter(path -> named == null || path.getFileName().toString().startsWith(named))
                .toList();
        if (found.size() == 1) {
            return Inspection.of(found.get(0));
        }
        if (found.isEmpty()) {
            throw new MultiprocessingException(
                    named == null
                            ? "no session is open; a durable one is named by its directory"
                            : "there is no session " + named + "; 'multiproc ls' lists them");
        }
        StringBuilder names = new StringBuilder();
        found.forEach(path -> names.append("\n  ").append(path.getFileName()));
        throw new MultiprocessingException("say which session:" + names);
    }
}
