package dev.multiproc.launcher.inspect;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.SessionInspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Finds the sessions that a command works on. */
public final class SessionSelector {
    @Option(names = "--base", paramLabel = "PATH", description = "Where to look (default: where sessions are made).")
    private Path base;

    /**
     * All private sessions, without those that end in the meantime.
     *
     * @param unreadable where it adds what is wrong with those that cannot be read
     */
    List<SessionInspection> all(List<String> unreadable) {
        List<SessionInspection> sessions = new ArrayList<>();
        for (Path directory : directories()) {
            try {
                sessions.add(Multiprocessing.inspect(directory));
            } catch (MultiprocessingException e) {
                if (directories().contains(directory)) {
                    unreadable.add(e.getMessage());
                }
            }
        }
        return sessions;
    }

    private List<Path> directories() {
        return Multiprocessing.sessions(
                base == null ? Options.defaults() : Options.defaults().withBaseDirectory(base));
    }

    /**
     * Looks at one session.
     *
     * @param named its directory, or the begin of its name; null for the only session there is
     * @return the session as it is now
     * @throws MultiprocessingException if there is no such session, or more than one
     */
    public SessionInspection select(String named) {
        if (named != null && Files.isDirectory(Path.of(named))) {
            return Multiprocessing.inspect(Path.of(named));
        }
        List<Path> found = directories().stream()
                .filter(path -> named == null || path.getFileName().toString().startsWith(named))
                .toList();
        if (found.size() == 1) {
            return Multiprocessing.inspect(found.get(0));
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
