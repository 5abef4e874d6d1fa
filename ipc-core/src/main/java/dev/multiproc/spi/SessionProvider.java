package dev.multiproc.spi;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.inspect.ServerInspection;
import java.net.URI;

/**
 * Opens sessions at addresses of a scheme that the library itself does not know, for example those of a server that many
 * machines share. Found by {@link java.util.ServiceLoader}, at the first {@link Multiprocessing#open(URI, Options)} with such
 * an address.
 *
 * <p><b>Threads</b>: used by several at once.
 */
public interface SessionProvider {
    /**
     * The scheme of its addresses.
     *
     * @return in lower case, without the colon
     */
    String scheme();

    /**
     * Opens a session.
     *
     * @param address of this provider's scheme
     * @param options for the session and its children
     * @return the session
     * @throws dev.multiproc.MultiprocessingException if it cannot be opened; the message says what to do
     * @throws IllegalArgumentException if the address says something that this provider does not know
     */
    Multiprocessing open(URI address, Options options);

    /**
     * Looks at a server without joining a session.
     *
     * @param address of this provider's scheme; that it names a session is not needed
     * @return the server
     * @throws dev.multiproc.MultiprocessingException if it cannot be reached; the message says what to do
     * @throws IllegalArgumentException if the address says something that this provider does not know
     * @throws UnsupportedOperationException if this provider's sessions are at no server
     */
    default ServerInspection inspect(URI address) {
        throw new UnsupportedOperationException("there is no server to look at, scheme=" + scheme());
    }
}
