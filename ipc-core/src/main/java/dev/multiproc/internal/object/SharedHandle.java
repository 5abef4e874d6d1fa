package dev.multiproc.internal.object;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;

/**
 * What travels in the place of a shared object: its session's address, its kind and its name; never a path, an index or an
 * offset.
 *
 * @param address of the session that it belongs to
 * @param kind as in the object table
 * @param name its name there
 */
public record SharedHandle(String address, int kind, String name) implements Serializable {
    /** The session whose child is being started by this thread: objects of another would be of no use to it. */
    private static final ThreadLocal<String> DESTINATION = new ThreadLocal<>();

    /** Until it is closed, its thread can make handles of one session's objects only. */
    public static final class Destination implements AutoCloseable {
        private Destination() {}

        @Override
        public void close() {
            DESTINATION.remove();
        }
    }

    /** Says for which session this thread serializes from now on. */
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

    /** The object itself, in the process where the handle arrives. */
    Object readResolve() throws ObjectStreamException {
        SessionContext session = OpenSessions.find(address);
        if (session == null) {
            throw new InvalidObjectException(
                    "the shared object belongs to a session that this process is not part of, name=" + name);
        }
        return session.objects().attach(kind, name);
    }
}
