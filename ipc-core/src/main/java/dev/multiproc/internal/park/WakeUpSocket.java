package dev.multiproc.internal.park;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Wake-ups are datagrams on the loopback address: works on every system. */
final class WakeUpSocket implements WakeUpListener.Channel {

    private final ByteBuffer datagram = ByteBuffer.allocateDirect(1);
    /** Null before it is opened. Guarded by this. */
    private DatagramChannel socket;

    private boolean closed;

    @Override
    public synchronized int open() {
        try {
            socket = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            if (closed) {
                socket.close();
            }
            return closed ? WakeUpChannels.NONE : ((InetSocketAddress) socket.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "cannot open a datagram socket on the loopback address: " + e.getMessage()
                            + "; see that the loopback interface is up and sockets are left, or choose another Options.withWaitStrategy",
                    e);
        }
    }

    private synchronized DatagramChannel socket() {
        return socket;
    }

    @Override
    public boolean await() {
        DatagramChannel opened = socket();
        try {
            opened.receive(datagram.clear());
            return true;
        } catch (IOException e) {
            if (opened.isOpen()) {
                Journal.warn(
                        WakeUpSocket.class,
                        "the wake-up socket failed; from now on the janitor wakes waiting threads, which takes longer",
                        e);
            }
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            Journal.debug(WakeUpSocket.class, "closing the wake-up socket", e);
        }
    }
}
