package dev.multiproc.internal.session;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;

/**
 * What travels in a shared object's stead: its kind, its name and its session; never a path, an index or an address.
 *
 * @param sessionId the session it belongs to
 * @param kind as in the object table
 * @param name its name there
 */
record SharedHandle(String sessionId, int kind, String name) implements Serializable {
    /** The session whose child is being started by this thread: objects of another would be of no use to it. */
    static final ThreadLocal<String> DESTINATION = new ThreadLocal<>();

    /** The object itself, in the process where the handle arrives. */
    Object readResolve() throws ObjectStreamException {
        LocalSession session = Sessions.find(sessionId);
        if (session == null) {
            throw new InvalidObjectException(
                    "the shared object belongs to a session that this process is not part of, name=" + name);
        }
        return session.attach(kind, name);
    }
}
