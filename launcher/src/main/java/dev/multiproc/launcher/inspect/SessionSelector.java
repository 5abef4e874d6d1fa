package dev.multiproc.launcher.inspect;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.launcher.args.ServerOption;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * The server at which a command is to look.
     *
     * @param server the command's option
     * @param named what session was asked for; a directory is on this machine
     * @return empty for this machine
     */
    Optional<URI> address(ServerOption server, String named) {
        boolean isDirectory = named != null && Files.isDirectory(Path.of(named));
        return server.addressUnless(base != null ? "--base" : "a directory", base != null || isDirectory);
    }

    /**
     * Finds one session.
     *
     * @param server says whether it is at a server
     * @param named its directory, or the begin of its name; null for the only session there is
     * @return the session, to be closed
     * @throws MultiprocessingException if there is no such session, or more than one
     */
    public SessionView select(ServerOption server, String named) {
        Optional<URI> address = address(server, named);
        return address.isPresent()
                ? atServer(server, address.get(), named)
                : new SessionView.OfDirectory(directory(named));
    }

    private static SessionView.AtServer atServer(ServerOption option, URI address, String named) {
        Optional<String> ofAddress = ServerOption.session(address);
        if (named != null && ofAddress.isPresent() && !ofAddress.get().equals(named)) {
            throw option.refused("the address names the session " + ofAddress.get() + ", and not " + named);
        }
        ServerInspection server = option.inspect(address);
        boolean isFound = false;
        try {
            String name = ofAddress.orElseGet(() -> only(server, named));
            SessionInspection unused = server.inspect(name);
            isFound = true;
            return new SessionView.AtServer(server, name);
        } finally {
            if (!isFound) {
                server.close();
            }
        }
    }

    private static String only(ServerInspection server, String named) {
        List<String> sessions = server.sessions();
        if (named != null && sessions.contains(named)) {
            return named;
        }
        return only(
                sessions.stream()
                        .filter(name -> named == null || name.startsWith(named))
                        .toList(),
                named,
                "there is no session at " + server.address());
    }

    private static String only(List<String> found, String named, String none) {
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new MultiprocessingException(
                    named == null ? none : "there is no session " + named + "; 'multiproc ls' lists them");
        }
        throw new MultiprocessingException("say which session:\n  " + String.join("\n  ", found));
    }

    private Path directory(String named) {
        if (named != null && Files.isDirectory(Path.of(named))) {
            return Path.of(named);
        }
        List<Path> found = directories().stream()
                .filter(path -> named == null || path.getFileName().toString().startsWith(named))
                .toList();
        String name = only(
                found.stream().map(path -> path.getFileName().toString()).toList(),
                named,
                "no session is open; a durable one is named by its directory");
        return found.stream()
                .filter(path -> path.getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
