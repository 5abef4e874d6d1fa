package dev.multiproc.manager;

import java.net.SocketAddress;

/**
 * Where remote clients of a manager come in, until this is closed or the manager ends. {@link Manager#serve} gives it.
 *
 * <p><b>Threads</b>: safe for use by many.
 */
public final class RemoteAccess implements AutoCloseable {
    private final Workshop workshop;
    private final SocketAddress address;

    RemoteAccess(Workshop workshop, SocketAddress address) {
        this.workshop = workshop;
        this.address = address;
    }

    /**
     * Where clients connect.
     *
     * @return for {@link Manager#connect}: an {@link java.net.InetSocketAddress} has the port in use
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * Lets nobody in any more, and ends the connections of those who came in here: what they have is freed, and all their calls
     * throw {@link ManagerException}. The address is free then. Closing again, or after the manager's end, does nothing.
     */
    @Override
    public void close() {
        try {
            workshop.stopServing(address);
        } catch (ManagerException e) {
            // The manager has ended, and so nobody comes in.
            return;
        }
    }

    @Override
    public String toString() {
        return "RemoteAccess[" + address + "]";
    }
}
