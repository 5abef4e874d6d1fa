package dev.multiproc.manager;

import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.pipe.Connection;
import java.io.Serializable;

/**
 * What a client and the manager's process send each other.
 *
 * <pre>
 *   request   object | method | thread | count of arguments | arguments
 *             of BATCH, behind its head: count of calls | for each its length | a request
 *             of ONE_WAY, behind its head: whether an answer is wanted | a request
 *   reply     VALUE | value
 *             PAGE | count | that many values | object of the rest, 0 for none | index of the next
 *             FAILURE | an exception
 *             UNSENDABLE | why the result cannot be sent
 *             OUTCOMES | for each call its length | a reply
 *   control   CANCEL | connection | call
 *             HOLD | object
 *             RELEASE | object
 *             ALIVE | the client's clock: renews the lease of a remote client; comes back as it is
 * </pre>
 */
final class Wire {
    // Methods that every collection and map has.
    /** Elements of a snapshot, from the first on; the argument says which. */
    static final int FIRST_PAGE = -1;
    /** Further elements; the argument is the index of the first. */
    static final int NEXT_PAGE = -2;
    /** {@code drainTo}; the argument is the largest number. */
    static final int DRAIN = -3;
    /** {@code Map.putAll}; the argument has each key with its value behind it. */
    static final int PUT_ALL = -4;
    /** The values of several keys; the argument has the keys. */
    static final int GET_ALL = -5;

    // Methods of the workshop, which have no arguments: what follows is said above.
    static final int BATCH = -6;
    static final int ONE_WAY = -7;
    static final int ANSWER = -8;
    /** Throws if one-way calls over this connection have failed since this was last called. */
    static final int FAILURES = -9;

    // Replies.
    static final byte VALUE = 0;
    static final byte PAGE = 1;
    static final byte FAILURE = 2;
    static final byte UNSENDABLE = 3;
    static final byte OUTCOMES = 4;

    // What a client says without waiting for a reply.
    static final byte CANCEL = 0;
    static final byte HOLD = 1;
    static final byte RELEASE = 2;
    static final byte ALIVE = 3;

    /** The object that makes the others. */
    static final long WORKSHOP = 0;

    private Wire() {}

    /** Closes a connection that nobody uses any more; one of a closed session is closed. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (IllegalStateException e) {
            // The session is closed, and what it had is gone.
            return;
        }
    }

    /**
     * A client's new connection.
     *
     * @param client no two have the same
     * @param pid of its process
     * @param number of the connection; that of {@link #CONTROL} is for what needs no reply, and says by its end that the client ended
     * @param end the manager's end
     */
    record Announcement(String client, long pid, int number, Connection end) implements Serializable {
        static final int CONTROL = 0;

        byte[] toBytes() {
            return new JavaSerialization().write(this);
        }

        static Announcement from(byte[] bytes) {
            return (Announcement) new JavaSerialization().read(bytes);
        }
    }
}
