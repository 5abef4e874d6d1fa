package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** Wakes the listeners of other processes, each through its own channel. */
final class WakeUpSender implements AutoCloseable {

    private final WakeUpChannels channels;
    private final Optional<Futex> futex;
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    /** Null until a datagram is to be sent. Guarded by this. */
    private DatagramChannel socket;

    WakeUpSender(WakeUpChannels channels, Optional<Futex> futex) {
        this.channels = channels;
        this.futex = futex;
    }

    /**
     * Wakes the listeners of all processes with one of the bits, except this process's own.
     *
     * @param channelBits as {@link Parker#channelBits} returns them
     */
    void wake(int channelBits) {
        int limit = channels.limit();
        for (int left = channelBits; left != 0; left &= left - 1) {
            for (int slot = Integer.numberOfTrailingZeros(left); slot < limit; slot += Parker.BITS) {
                int kind = channels.kind(slot);
                if (kind != WakeUpChannels.NONE && slot != channels.slot()) {
                    wake(slot, kind);
                }
            }
        }
    }

    private void wake(int slot, int kind) {
        if (kind > 0) {
            send(kind);
        } else if (futex.isPresent()) {
            WakeUpWord.wake(channels.wakeUpWord(slot), futex.get());
        }
    }

    private synchronized void send(int port) {
        try {
            if (socket == null) {
                socket = DatagramChannel.open();
                // An interrupt closes a channel only if it is in blocking mode.
                socket.configureBlocking(false);
            }
            socket.send(ByteBuffer.allocate(1), new InetSocketAddress(loopback, port));
        } catch (IOException e) {
            // The process has just died. In any other case its janitor wakes its threads.
            Journal.debug(WakeUpSender.class, "no process listens on port " + port, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            Journal.debug(WakeUpSender.class, "closing the socket that wakes other processes", e);
        }
    }
}
