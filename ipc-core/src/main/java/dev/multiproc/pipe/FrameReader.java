package dev.multiproc.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Takes messages out of a stream of bytes: four bytes of length, the highest first, then the message. What has come of a message
 * is kept from call to call. For one thread at a time.
 */
final class FrameReader {
    /** A message's memory grows from here with what arrives: a peer that lies about the length gets no more than it sends. */
    static final int FIRST_BYTES = 64 * 1024;

    private static final int READ_AHEAD_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final Readiness readable;
    private final int maxBytes;
    private final ByteBuffer readAhead = ByteBuffer.allocate(READ_AHEAD_BYTES).limit(0);

    /** Of the message that is being read; null before its length is known. */
    private byte[] message;

    private int length;
    private int filled;

    FrameReader(SocketChannel channel, Readiness readable, int maxBytes) {
        this.channel = channel;
        this.readable = readable;
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for a whole message.
     *
     * @param acceptedBytes the longest that the caller takes
     * @return false if the time is up
     * @throws EOFException if no message will come, or no more of this one
     * @throws MessageTooLongException if it is longer than the caller takes
     * @throws StreamCorruptedException if the length cannot be; nothing that comes after it can be read
     * @throws ClosedChannelException if the channel is closed
     */
    boolean await(int acceptedBytes, TimeLimit limit) throws IOException, InterruptedException {
        while (!isWhole(acceptedBytes)) {
            int count = read();
            if (count < 0) {
                throw end(null);
            }
            if (count == 0 && !readable.await(limit)) {
                return false;
            }
        }
        return true;
    }

    /** The message that was waited for. */
    byte[] take() {
        byte[] whole = message;
        message = null;
        return whole;
    }

    /** Moves what was read ahead into the message. */
    private boolean isWhole(int acceptedBytes) throws IOException {
        if (message == null) {
            if (readAhead.remaining() < Integer.BYTES) {
                return false;
            }
            begin(readAhead.getInt());
        }
        if (length > acceptedBytes) {
            throw new MessageTooLongException(length, acceptedBytes);
        }
        while (filled < length && readAhead.hasRemaining()) {
            int count = Math.min(room(), readAhead.remaining());
            readAhead.get(message, filled, count);
            filled += count;
        }
        return filled == length;
    }

    private void begin(int announced) throws IOException {
        if (announced < 0 || announced > maxBytes) {
            throw new StreamCorruptedException("the other side announces a message of "
                    + Integer.toUnsignedString(announced) + " bytes, which is more than is allowed here, allowed="
                    + maxBytes);
        }
        length = announced;
        filled = 0;
        message = new byte[Math.min(announced, FIRST_BYTES)];
    }

    /** How much fits into the message's array, which grows if it is full. */
    private int room() {
        if (filled == message.length) {
            message = Arrays.copyOf(message, (int) Math.min(length, 2L * filled));
        }
        return message.length - filled;
    }

    private int read() throws IOException {
        try {
            return message != null && length - filled >= READ_AHEAD_BYTES ? readMessage() : readMore();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) { // "Connection reset": the peer was killed before it had read everything
            throw end(e);
        }
    }

    /** Large messages go straight into their array. */
    private int readMessage() throws IOException {
        int room = Math.min(room(), FIRST_BYTES);
        int count = channel.read(ByteBuffer.wrap(message, filled, room));
        filled += Math.max(0, count);
        return count;
    }

    private int readMore() throws IOException {
        readAhead.compact();
        try {
            return channel.read(readAhead);
        } finally {
            readAhead.flip();
        }
    }

    private EOFException end(IOException cause) {
        EOFException end = new EOFException(
                message == null && !readAhead.hasRemaining()
                        ? "the other end of the connection is closed, or its process has ended"
                        : "the other end of the connection was closed, or its process has ended, in the middle of a message"
                                + (message == null ? "" : ", received=" + filled + ", bytes=" + length));
        end.initCause(cause);
        return end;
    }
}
