package dev.multiproc.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A peer of a listener with which the handshake is under way, or that was refused and is to be told so. */
final class Applicant {
    /** How long a peer that was refused has to read why. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** What it may have sent in vain. */
    private static final int FAREWELL_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final Handshake handshake;
    private final String peer;
    private final long startNanos = System.nanoTime();
    private SelectionKey key;
    private TimeLimit limit;
    private boolean refused;
    private int uselessBytes;

    Applicant(SocketChannel channel, ConnectionOptions options, String peer) {
        this.channel = channel;
        this.handshake = new Handshake(true, options);
        this.peer = peer;
        this.limit = TimeLimit.of(options.handshakeTimeout());
    }

    void waitsBy(SelectionKey ownKey) {
        key = ownKey;
    }

    SocketChannel channel() {
        return channel;
    }

    String peer() {
        return peer;
    }

    SelectionKey key() {
        return key;
    }

    TimeLimit limit() {
        return limit;
    }

    long ageNanos() {
        return System.nanoTime() - startNanos;
    }

    boolean isRefused() {
        return refused;
    }

    /** How many bytes the longest message has that the peer accepts. */
    int maxMessageBytes() {
        return handshake.theirMaxMessageBytes();
    }

    /** Goes on with the handshake; true if it is finished. */
    boolean advance() throws IOException {
        boolean finished = handshake.advance(channel);
        key.interestOps(finished ? 0 : handshake.interest());
        return finished;
    }

    /**
     * Ends our side, and waits for the peer to end its own: closing at once while it still sends would throw away what we have told
     * it.
     */
    void refuse() throws IOException {
        refused = true;
        limit = TimeLimit.of(FAREWELL);
        channel.shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Reads on after a refusal; true if the channel can be closed. */
    boolean hasLeft() {
        try {
            ByteBuffer useless = ByteBuffer.allocate(4096);
            while (uselessBytes < FAREWELL_BYTES) {
                int count = channel.read(useless.clear());
                if (count <= 0) {
                    return count < 0;
                }
                uselessBytes += count;
            }
            return true;
        } catch (IOException e) {
            return true; // it is gone, which is what we wait for
        }
    }
}
