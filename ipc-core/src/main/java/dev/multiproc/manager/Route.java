package dev.multiproc.manager;

import dev.multiproc.CloseAction;
import dev.multiproc.codec.Codec;
import dev.multiproc.pipe.Connection;
import java.io.ObjectInputFilter;

/** How a client gets its connections to the manager. */
interface Route {
    /** Of what is sent. */
    Codec codec();

    /** For the exceptions that the manager sends; null if there is none. */
    ObjectInputFilter filter();

    /**
     * Makes a connection that the manager has accepted, even if this thread is interrupted, which it still is afterwards.
     *
     * @param id of the client
     * @param number of the connection
     * @param limit until when it may take
     * @throws ManagerException if there is none
     */
    Connection open(Client client, String id, int number, Limit limit);

    /** What callers are told if a connection breaks. */
    String whyEnded();

    /** Has something done here before the session ends, if there is one; returns what withdraws it. */
    Runnable beforeSessionEnds(CloseAction action);

    /** The client has ended: frees what its calls wait for, and what else there is. */
    void end();
}
