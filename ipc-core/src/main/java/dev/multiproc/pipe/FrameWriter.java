package dev.multiproc.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/** Writes messages as {@link FrameReader} reads them. For one thread at a time. */
final class FrameWriter {
    private final SocketChannel channel;
    private final Readiness writable;
    private final ByteBuffer part = ByteBuffer.allocate(32 * 1024);
    private boolean halfway;

    FrameWriter(SocketChannel channel, Readiness writable) {
        this.channel = channel;
        this.writable = writable;
    }

    /**
     * Writes a message, whose bytes are then all taken.
     *
     * @return false if the time is up
     * @throws BrokenPipeException if nobody will read it
     * @throws ClosedChannelException if the channel is closed
     */
    boolean write(ByteBuffer message, TimeLimit limit) throws IOException, InterruptedException {
        halfway = false;
        part.clear().putInt(message.remaining());
        return goOn(message, limit);
    }

    /** Goes on after an interrupt of {@link #write}. */
    boolean goOn(ByteBuffer message, TimeLimit limit) throws IOException, InterruptedException {
        while (true) {
            fill(message);
            int count = writePart();
            if (part.position() == 0 && !message.hasRemaining()) {
                halfway = false;
                return true;
            }
            halfway |= count > 0;
            if (count == 0 && !writable.await(limit)) {
                return false;
            }
        }
    }

    /** Whether the last call wrote a part of its message and not all. */
    boolean isHalfway() {
        return halfway;
    }

    private void fill(ByteBuffer message) {
        int count = Math.min(part.remaining(), message.remaining());
        part.put(part.position(), message, message.position(), count);
        part.position(part.position() + count);
        message.position(message.position() + count);
    }

    private int writePart() throws IOException {
        part.flip();
        try {
            return channel.write(part);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            BrokenPipeException broken = new BrokenPipeException(
                    "the message cannot be sent: the other end of the connection is closed, or its process has ended");
            broken.initCause(e);
            throw broken;
        } finally {
            part.compact();
        }
    }
}
