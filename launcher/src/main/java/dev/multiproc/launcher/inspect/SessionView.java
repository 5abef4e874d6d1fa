package dev.multiproc.launcher.inspect;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.inspect.SessionInspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A session that a command looks at again and again, on this machine or at a server. */
public interface SessionView extends AutoCloseable {
    /**
     * Looks at it.
     *
     * @return the session as it is now; empty if it has ended, and nothing is left of it
     */
    Optional<SessionInspection> look();

    /**
     * Looks at a session that is there.
     *
     * @return the session as it is now
     * @throws MultiprocessingException if it has ended
     */
    default SessionInspection now() {
        return look().orElseThrow(() -> new MultiprocessingException("the session has ended"));
    }

    /** Ends the connection to a server. */
    @Override
    void close();

    /**
     * A session of this machine.
     *
     * @param directory of the session
     */
    record OfDirectory(Path directory) implements SessionView {
        @Override
        public Optional<SessionInspection> look() {
            try {
                return Optional.of(Multiprocessing.inspect(directory));
            } catch (MultiprocessingException e) {
                if (!Files.exists(directory)) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        /** Nothing is open. */
        @Override
        public void close() {}
    }

    /**
     * A session at a server, which ends when it is deleted.
     *
     * @param server is closed with this
     * @param name of the session
     */
    record AtServer(ServerInspection server, String name) implements SessionView {
        @Override
        public Optional<SessionInspection> look() {
            try {
                return Optional.of(server.inspect(name));
            } catch (MultiprocessingException e) {
                if (!server.sessions().contains(name)) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
