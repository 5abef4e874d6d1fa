package dev.multiproc.inspect;

import java.util.List;

/**
 * A look at a server at which sessions are, from outside: it joins none of them. It keeps a connection until it is closed.
 *
 * <p><b>Threads</b>: safe for use by many threads. <b>Blocking</b>: each call asks the server, and throws {@link
 * dev.multiproc.MultiprocessingException} if that does not answer within the address's {@code timeout}.
 *
 * @see dev.multiproc.Multiprocessing#inspectServer
 */
public interface ServerInspection extends AutoCloseable {
    /**
     * Where the server is.
     *
     * @return its address, without user, password and session
     */
    String address();

    /**
     * The sessions that have something there: objects, or processes. It reads the names of all keys of the database.
     *
     * @return their names, sorted
     */
    List<String> sessions();

    /**
     * Looks at one session: its processes with their leases, and its objects.
     *
     * @param session its name
     * @return the session as it is now
     * @throws dev.multiproc.MultiprocessingException if there is none of that name
     */
    SessionInspection inspect(String session);

    /**
     * Asks all processes of a session that were not started as children to end, on whatever machine they are: each gets a SIGTERM.
     * Their children end with them. It does not wait for that.
     *
     * @param session its name
     */
    void requestEnd(String session);

    /**
     * Deletes a session with all that is in it. Processes that use it then find that its objects were deleted.
     *
     * @param session its name
     */
    void delete(String session);

    /**
     * Looks at what the server gives: its version, scripts, persistence, memory, answer time and clock.
     *
     * @return what was found, in display order
     */
    List<ServerFinding> findings();

    /** Closes the connection. */
    @Override
    void close();
}
