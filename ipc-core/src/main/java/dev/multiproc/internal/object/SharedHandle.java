package dev.multiproc.internal.object;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;

/**
 * What is serialized in place of a shared object: its session's address, its kind and its name; never a path, an index or an
 * offset.
 *
 * @param address the address of the object's session
 * @param kind its code in the object table
 * @param name its name there
 */
public record SharedHandle(String address, int kind, String name) implements Serializable {
    /** The session for which this thread is starting a child: objects of other sessions would be useless to the child. */
    private static final ThreadLocal<String> DESTINATION = new ThreadLocal<>();

    /** Until this is closed, its thread can make handles only for objects of one session. */
    public static final class Destination implements AutoCloseable {
        private Destination() {}

        @Override
        public void close() {
            DESTINATION.remove();
        }
    }

    /** Sets the session for which this thread serializes from now on. */
    public static Destination to(String address) {
        DESTINATION.set(address);
        return new Destination();
    }

    static void checkDestination(String address, String name) {
        String destination = DESTINATION.get();
        if (destination != null && !destination.equals(address)) {
            throw new IllegalArgumentException(
                    "a shared object can be used by children of its own session only, name=" + name);
        }
    }

    /** Gives the object itself, in the process that reads the handle. */
    Object readResolve() throws ObjectStreamException {
        SessionContext session = OpenSessions.find(address);
        if (session == null) {
            throw new InvalidObjectException(
                    "the shared object belongs to a session that this process is not part of, name=" + name);
        }
        return session.objects().attach(kind, name);
    }
}
