package dev.multiproc.pipe;

import dev.multiproc.codec.Codec;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection over a socket. Who receives has the lock of that direction while it waits for the rest of a message, who sends the
 * lock of the other.
 */
final class SocketConnection implements Connection {
    private final SocketChannel channel;
    private final Codec codec;
    private final String peer;
    private final int peerMaxBytes;

    private final ReentrantLock receiving = new ReentrantLock();
    private final Readiness readable;
    private final FrameReader reader;

    private final ReentrantLock sending = new ReentrantLock();
    private final Readiness writable;
    private final FrameWriter writer;
    private final boolean completesMessages;

    private volatile boolean closed;

    /** Why nothing can be sent or received any more although nobody has closed this end; null if it can. */
    private volatile IOException failure;

    /**
     * Takes a channel over.
     *
     * @param channel in non-blocking mode, after the handshake
     * @param peerMaxBytes the longest message that the other side accepts
     * @param peer who that is, for messages
     */
    SocketConnection(SocketChannel channel, ConnectionOptions options, int peerMaxBytes, String peer) {
        this.channel = channel;
        this.codec = options.codec();
        this.peer = peer;
        this.peerMaxBytes = peerMaxBytes;
        readable = new Readiness(channel, SelectionKey.OP_READ);
        reader = new FrameReader(channel, readable, options.maxMessageBytes());
        writable = new Readiness(channel, SelectionKey.OP_WRITE);
        writer = new FrameWriter(channel, writable);
        completesMessages = options.completesMessages();
    }

    @Override
    public void send(Object message) throws IOException, InterruptedException {
        write(encode(message), TimeLimit.NONE);
    }

    @Override
    public boolean send(Object message, Duration timeout) throws IOException, InterruptedException {
        TimeLimit limit = TimeLimit.of(timeout);
        return write(encode(message), limit);
    }

    @Override
    public void sendBytes(ByteBuffer message) throws IOException, InterruptedException {
        write(message.duplicate(), TimeLimit.NONE);
        message.position(message.limit());
    }

    @Override
    public boolean sendBytes(ByteBuffer message, Duration timeout) throws IOException, InterruptedException {
        boolean sent = write(message.duplicate(), TimeLimit.of(timeout));
        if (sent) {
            message.position(message.limit());
        }
        return sent;
    }

    private ByteBuffer encode(Object message) throws IOException {
        Objects.requireNonNull(message, "a message must not be null");
        checkUsable();
        return ByteBuffer.wrap(codec.encode(message));
    }

    private boolean write(ByteBuffer message, TimeLimit limit) throws IOException, InterruptedException {
        if (message.remaining() > peerMaxBytes) {
            throw new IllegalArgumentException("the message is longer than the other side accepts, bytes="
                    + message.remaining() + ", accepted=" + peerMaxBytes);
        }
        checkUsable();
        if (!lock(sending, limit)) {
            return false;
        }
        try {
            checkUsable();
            boolean sent = writeWhole(message, limit);
            if (writer.isHalfway()) {
                throw failed(new IOException("the time was up when a part of a message was sent"));
            }
            return sent;
        } catch (InterruptedException e) {
            if (writer.isHalfway()) {
                failed(new IOException("a thread was interrupted when a part of its message was sent", e));
            }
            throw e;
        } catch (ClosedChannelException e) {
            throw whyClosed(e);
        } finally {
            sending.unlock();
        }
    }

    /** An interrupt in the middle of a message may be kept until it is sent. */
    private boolean writeWhole(ByteBuffer message, TimeLimit limit) throws IOException, InterruptedException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return interrupted ? writer.goOn(message, limit) : writer.write(message, limit);
                } catch (InterruptedException e) {
                    if (!completesMessages || !writer.isHalfway()) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Object receive() throws IOException, InterruptedException {
        return codec.decode(receiveBytes());
    }

    @Override
    public Object receive(Duration timeout) throws IOException, InterruptedException {
        byte[] bytes = read(Integer.MAX_VALUE, TimeLimit.of(timeout));
        return bytes == null ? null : codec.decode(bytes);
    }

    @Override
    public byte[] receiveBytes() throws IOException, InterruptedException {
        return receiveBytes(Integer.MAX_VALUE);
    }

    @Override
    public byte[] receiveBytes(int maxBytes) throws IOException, InterruptedException {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("a message cannot have less than 0 bytes, accepted=" + maxBytes);
        }
        return read(maxBytes, TimeLimit.NONE);
    }

    @Override
    public int receiveBytes(ByteBuffer buffer) throws IOException, InterruptedException {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("the buffer for a message is read-only");
        }
        byte[] message = read(buffer.remaining(), TimeLimit.NONE);
        buffer.put(message);
        return message.length;
    }

    @Override
    public boolean poll(Duration timeout) throws IOException, InterruptedException {
        try {
            return await(Integer.MAX_VALUE, TimeLimit.of(timeout), false) != null;
        } catch (EOFException e) {
            return true; // receive does not wait either
        }
    }

    private byte[] read(int maxBytes, TimeLimit limit) throws IOException, InterruptedException {
        return await(maxBytes, limit, true);
    }

    /** Null if the time is up; nothing is taken unless asked for, and the result is then an empty array. */
    private byte[] await(int maxBytes, TimeLimit limit, boolean take) throws IOException, InterruptedException {
        checkUsable();
        if (!lock(receiving, limit)) {
            return null;
        }
        try {
            checkUsable();
            if (!reader.await(maxBytes, limit)) {
                return null;
            }
            return take ? reader.take() : new byte[0];
        } catch (StreamCorruptedException e) {
            throw failed(e);
        } catch (ClosedChannelException e) {
            throw whyClosed(e);
        } finally {
            receiving.unlock();
        }
    }

    private static boolean lock(ReentrantLock lock, TimeLimit limit) throws InterruptedException {
        if (limit.isNone()) {
            lock.lockInterruptibly();
            return true;
        }
        return lock.tryLock(limit.leftNanos(), TimeUnit.NANOSECONDS);
    }

    private void checkUsable() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        IOException reason = failure;
        if (reason != null) {
            throw new IOException("the connection is closed since it has failed: " + reason.getMessage(), reason);
        }
    }

    /** A wait was ended by {@link #close()}, or by another thread's failure. */
    private IOException whyClosed(ClosedChannelException end) throws IOException {
        checkUsable();
        return end;
    }

    /** What comes after half a message could not be read: the sockets are closed, and the other side sees an end. */
    private IOException failed(IOException reason) throws IOException {
        failure = reason;
        release();
        return new IOException("the connection has failed and is closed: " + reason.getMessage(), reason);
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            release();
        } catch (IOException e) {
            throw new UncheckedIOException("the connection's socket cannot be closed, peer=" + peer, e);
        }
    }

    private void release() throws IOException {
        try (readable;
                writable) {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return "Connection[" + peer + (closed ? ", closed]" : failure == null ? "]" : ", failed]");
    }
}
