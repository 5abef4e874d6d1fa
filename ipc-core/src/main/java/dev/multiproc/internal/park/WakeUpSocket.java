package dev.multiproc.internal.park;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Rings come as datagrams on the loopback address: works on every system. */
final class WakeUpSocket implements WakeUpListener.Entrance {

    private final ByteBuffer ring = ByteBuffer.allocateDirect(1);
    /** Null before it is opened. Guarded by this; the doorkeeper has it from before its start. */
    private DatagramChannel door;

    private boolean closed;

    @Override
    public synchronized int open() {
        try {
            door = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            if (closed) {
                door.close();
            }
            return closed ? WakeUpChannels.NONE : ((InetSocketAddress) door.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new MultiprocessingException("cannot open a datagram socket on the loopback address", e);
        }
    }

    private synchronized DatagramChannel door() {
        return door;
    }

    @Override
    public boolean await() {
        DatagramChannel opened = door();
        try {
            opened.receive(ring.clear());
            return true;
        } catch (IOException e) {
            if (opened.isOpen()) {
                Journal.warn(WakeUpSocket.class, "the door failed; waits are served by the janitor from now on", e);
            }
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (door != null) {
                door.close();
            }
        } catch (IOException e) {
            Journal.debug(WakeUpSocket.class, "closing the door", e);
        }
    }
}
