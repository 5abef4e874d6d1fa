package dev.multiproc.manager;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What a remote client and the manager say first on each connection, after the handshake of the socket:
 *
 * <pre>
 *   client    version | client | pid | number of the connection
 *   manager   WELCOME | id of the manager | its queue | its pid | when that started | lease
 *             REFUSED | why
 * </pre>
 *
 * @param client no two have the same
 * @param pid of its process, on its machine
 * @param number of the connection
 */
record RemoteGreeting(String client, long pid, int number) {
    static final int VERSION = 1;
    private static final byte WELCOME = 1;
    private static final byte REFUSED = 0;
    private static final String NO_MANAGER =
            "who listens there is no manager, or speaks a version of the protocol that this one, " + VERSION
                    + ", does not understand: take the same version of the library on both sides";

    /**
     * Where the client has come.
     *
     * @param address of the manager
     * @param lease of the client
     */
    record Welcome(ManagerAddress address, Duration lease) {
        ByteBuffer toBytes() {
            Out out = new Out();
            out.putByte(WELCOME);
            out.putText(address.id());
            out.putText(address.queue());
            out.putLong(address.pid());
            out.putLong(address.startMillis());
            out.putLong(lease.toNanos());
            return out.toBuffer();
        }

        /**
         * Reads the manager's answer.
         *
         * @throws ManagerException if it has refused the client
         */
        static Welcome from(ByteBuffer in) {
            try {
                byte kind = in.get();
                if (kind == REFUSED) {
                    throw new ManagerException("the manager has refused this client: " + Out.text(in));
                }
                if (kind == WELCOME) {
                    ManagerAddress address = new ManagerAddress(Out.text(in), Out.text(in), in.getLong(), in.getLong());
                    return new Welcome(address, Duration.ofNanos(in.getLong()));
                }
            } catch (BufferUnderflowException | NegativeArraySizeException e) {
                throw new ManagerException(NO_MANAGER, e);
            }
            throw new ManagerException(NO_MANAGER);
        }
    }

    ByteBuffer toBytes() {
        Out out = new Out();
        out.putInt(VERSION);
        out.putText(client);
        out.putLong(pid);
        out.putInt(number);
        return out.toBuffer();
    }

    /**
     * Reads a client's first message.
     *
     * @throws ManagerException if it has another version
     */
    static RemoteGreeting from(ByteBuffer in) {
        int version = in.getInt();
        if (version != VERSION) {
            throw new ManagerException("it speaks version " + version + " of the protocol, and the manager version "
                    + VERSION + ": take the same version of the library on both sides");
        }
        return new RemoteGreeting(Out.text(in), in.getLong(), in.getInt());
    }

    static ByteBuffer refusal(String why) {
        Out out = new Out();
        out.putByte(REFUSED);
        out.putText(why);
        return out.toBuffer();
    }
}
