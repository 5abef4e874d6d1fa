package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** Rings at the doors of other processes, each in the way that it has said. */
final class WakeUpSender implements AutoCloseable {

    private final WakeUpChannels doors;
    private final Optional<Futex> futex;
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    /** Null until a datagram is to be sent. Guarded by this. */
    private DatagramChannel sender;

    WakeUpSender(WakeUpChannels doors, Optional<Futex> futex) {
        this.doors = doors;
        this.futex = futex;
    }

    /**
     * Rings at the doors of all processes with one of the bits, but for this process's own.
     *
     * @param bits as of {@link Parker#doorBits}
     */
    void ring(int bits) {
        int limit = doors.limit();
        for (int left = bits; left != 0; left &= left - 1) {
            for (int slot = Integer.numberOfTrailingZeros(left); slot < limit; slot += Parker.BITS) {
                int kind = doors.kind(slot);
                if (kind != WakeUpChannels.NONE && slot != doors.slot()) {
                    ring(slot, kind);
                }
            }
        }
    }

    private void ring(int slot, int kind) {
        if (kind > 0) {
            send(kind);
        } else if (futex.isPresent()) {
            WakeUpWord.ring(doors.bell(slot), futex.get());
        }
    }

    private synchronized void send(int port) {
        try {
            if (sender == null) {
                sender = DatagramChannel.open();
                // An interrupt closes a channel only if it blocks.
                sender.configureBlocking(false);
            }
            sender.send(ByteBuffer.allocate(1), new InetSocketAddress(loopback, port));
        } catch (IOException e) {
            // A door whose process has just died; others are told by their janitor at the latest.
            Journal.debug(WakeUpSender.class, "nobody at door " + port, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (sender != null) {
                sender.close();
            }
        } catch (IOException e) {
            Journal.debug(WakeUpSender.class, "closing the bell", e);
        }
    }
}
