package dev.multiproc.internal.object;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What is serialized in place of a shared object: its session's address, its kind and its name; never a path, an index or an
 * offset.
 *
 * @param address the address of the object's session
 * @param kind its code in the object table
 * @param name its name there
 */
public record SharedHandle(String address, int kind, String name) implements Serializable {
    /** Where what this thread serializes goes; null if that is not known. */
    private static final ThreadLocal<Destination> DESTINATION = new ThreadLocal<>();

    /** Until this is closed, its thread can make handles only for objects of one session: others would be useless there. */
    public static final class Destination implements AutoCloseable {
        /** Null for another host. */
        private final String address;

        private final boolean isChild;
        /** What was handed over; empty most of the time. */
        private List<Handover> handedOver = List.of();

        private Destination(String address, boolean isChild) {
            this.address = address;
            this.isChild = isChild;
        }

        /** What is in the task of a child, and has to be handed over to it. */
        public List<Handover> handedOver() {
            return handedOver;
        }

        @Override
        public void close() {
            DESTINATION.remove();
        }
    }

    /** Sets the session for which this thread serializes from now on. */
    public static Destination to(String address) {
        return set(new Destination(address, false));
    }

    /** The same, for the task of a child. */
    public static Destination toChild(String address) {
        return set(new Destination(address, true));
    }

    /** The same, for the task of a child on another host: nothing of this machine can be in it. */
    public static Destination toOtherHost() {
        return set(new Destination(null, false));
    }

    private static Destination set(Destination destination) {
        DESTINATION.set(destination);
        return destination;
    }

    /** Called when a handle of something is made that belongs to processes; returns whether it goes to a child. */
    public static boolean handOver(Handover what) {
        Destination destination = DESTINATION.get();
        if (destination == null || !destination.isChild) {
            return false;
        }
        if (!destination.handedOver.contains(what)) {
            List<Handover> more = new ArrayList<>(destination.handedOver);
            more.add(what);
            destination.handedOver = more;
        }
        return true;
    }

    static void checkDestination(String address, String name) {
        Destination destination = DESTINATION.get();
        if (destination != null && destination.address == null) {
            throw new IllegalArgumentException(
                    "a child on another host can use the objects of the session at the server, but no pipe and nothing else"
                            + " of this machine, name=" + name);
        }
        if (destination != null && !destination.address.equals(address)) {
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
