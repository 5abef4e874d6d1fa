package dev.multiproc.pipe;

import dev.multiproc.Awaitable;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One end of a pipe. Messages that are sent at the other end are received here, whole and in their order, and the other way.
 * Python's {@code multiprocessing.connection.Connection}.
 *
 * <p>A message is an object, which the session's {@link dev.multiproc.codec.Codec} encodes, or bytes; both sides have to use the
 * same of the two forms. It has 0 bytes to {@linkplain dev.multiproc.codec.Codec#MAX_BYTES 256 MiB}.
 *
 * <p><b>Threads</b>, <b>processes</b>: safe for use by many, each of which sends or receives whole messages. <b>Blocking</b>: what
 * is sent and not yet received is bounded; a sender waits for room. Waiting uses no processor time and ends at an interrupt.
 * <b>Death</b>: when all processes that had the other end have closed it or are dead, what they sent can still be received; then
 * {@code receive} throws {@link java.io.EOFException}, and {@code send} throws {@link BrokenPipeException}. A message of which only
 * a part was sent is never received.
 */
public interface Connection extends Awaitable, Closeable {
    /**
     * Connects to a {@link Listener} at a path. {@code Multiprocessing.awaitAny} does not take such a connection.
     *
     * <p>A message of which a part was sent when the time of {@code send} is up, or when its thread is interrupted, ends the
     * connection, since nothing could be sent behind it: {@code send} throws an {@link IOException} then, or the {@link
     * InterruptedException}, later calls an {@link IOException}, and the other side sees the end. With {@link
     * ConnectionOptions#withMessagesCompleted} an interrupt does not do that.
     *
     * @param path where the listener's socket is
     * @param options the listener's key and codec, and limits
     * @return the connection, after the handshake
     * @throws java.nio.file.NoSuchFileException if no listener is there
     * @throws IOException as {@link #connect(SocketAddress, ConnectionOptions)} does
     * @throws InterruptedException if interrupted while waiting
     */
    static Connection connect(Path path, ConnectionOptions options) throws IOException, InterruptedException {
        return connect(UnixDomainSocketAddress.of(path), options);
    }

    /**
     * Connects to a {@link Listener}, as {@link #connect(Path, ConnectionOptions)} does. Python's {@code
     * multiprocessing.connection.Client}.
     *
     * @param address what {@link Listener#address} gives
     * @param options the listener's key and codec, and limits
     * @return the connection, after the handshake
     * @throws AuthenticationException if the listener has another key, or one of the two sides has none
     * @throws HandshakeException if the other side speaks something else, or the time limit of the options is over
     * @throws java.net.ConnectException if no listener is there
     * @throws IllegalArgumentException as {@link Listener#open(SocketAddress, ConnectionOptions)} does
     * @throws IOException if there is no connection for another reason
     * @throws InterruptedException if interrupted while waiting
     */
    static Connection connect(SocketAddress address, ConnectionOptions options)
            throws IOException, InterruptedException {
        return Connector.connect(address, options);
    }

    /**
     * Sends an object.
     *
     * @param message the object, not null
     * @throws BrokenPipeException if nobody has the other end any more
     * @throws java.nio.channels.ClosedChannelException if this process has closed this end
     * @throws java.nio.channels.NonWritableChannelException if this is the receiving end of a one-way pipe
     * @throws IllegalArgumentException if the object cannot be encoded; nothing was sent
     * @throws IOException if the connection has failed
     * @throws InterruptedException if interrupted while waiting; nothing was sent
     */
    void send(Object message) throws IOException, InterruptedException;

    /**
     * Sends an object, waiting for room up to a time.
     *
     * @param message the object, not null
     * @param timeout how long to wait; zero or less means do not wait
     * @return false if the time is up; then nothing was sent
     * @throws IOException as {@link #send(Object)} does
     * @throws InterruptedException if interrupted while waiting; nothing was sent
     */
    boolean send(Object message, Duration timeout) throws IOException, InterruptedException;

    /**
     * Receives an object; waits for one if there is none.
     *
     * @return the object
     * @throws java.io.EOFException if there is none and none will come, since nobody has the other end any more
     * @throws java.nio.channels.ClosedChannelException if this process has closed this end
     * @throws java.nio.channels.NonReadableChannelException if this is the sending end of a one-way pipe
     * @throws dev.multiproc.codec.CodecException if the message cannot be decoded here; it is gone
     * @throws IOException if the connection has failed
     * @throws InterruptedException if interrupted while waiting
     */
    Object receive() throws IOException, InterruptedException;

    /**
     * Receives an object, waiting up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return the object; null if the time is up
     * @throws IOException as {@link #receive()} does
     * @throws InterruptedException if interrupted while waiting
     */
    Object receive(Duration timeout) throws IOException, InterruptedException;

    /**
     * Sends the remaining bytes of a buffer, whose position is then its limit. An empty message is a message too.
     *
     * @param message the bytes
     * @throws IOException as {@link #send(Object)} does
     * @throws InterruptedException if interrupted while waiting; nothing was sent
     */
    void sendBytes(ByteBuffer message) throws IOException, InterruptedException;

    /**
     * Sends the remaining bytes of a buffer, waiting for room up to a time. If they are sent, its position is then its limit.
     *
     * @param message the bytes
     * @param timeout how long to wait; zero or less means do not wait
     * @return false if the time is up; then nothing was sent, and the position is as before
     * @throws IOException as {@link #send(Object)} does
     * @throws InterruptedException if interrupted while waiting; nothing was sent
     */
    boolean sendBytes(ByteBuffer message, Duration timeout) throws IOException, InterruptedException;

    /**
     * Sends an array of bytes.
     *
     * @param message the bytes
     * @throws IOException as {@link #send(Object)} does
     * @throws InterruptedException if interrupted while waiting; nothing was sent
     */
    default void sendBytes(byte[] message) throws IOException, InterruptedException {
        sendBytes(ByteBuffer.wrap(message));
    }

    /**
     * Receives the bytes of a message; waits for one if there is none.
     *
     * @return the bytes
     * @throws IOException as {@link #receive()} does
     * @throws InterruptedException if interrupted while waiting
     */
    byte[] receiveBytes() throws IOException, InterruptedException;

    /**
     * Receives the bytes of a message of limited length.
     *
     * @param maxBytes the longest message that is accepted, in bytes
     * @return the bytes
     * @throws MessageTooLongException if the message is longer; it stays where it is and can be received with a higher limit
     * @throws IOException as {@link #receive()} does
     * @throws InterruptedException if interrupted while waiting
     */
    byte[] receiveBytes(int maxBytes) throws IOException, InterruptedException;

    /**
     * Receives a message into a buffer, from its position on, which is moved behind the message.
     *
     * @param buffer where the bytes go
     * @return the message's length in bytes
     * @throws MessageTooLongException if the buffer has too little room; the message stays where it is
     * @throws IOException as {@link #receive()} does
     * @throws InterruptedException if interrupted while waiting
     */
    int receiveBytes(ByteBuffer buffer) throws IOException, InterruptedException;

    /**
     * Waits until there is a message, or until none will come. Takes nothing.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return true if {@code receive} will not wait, for a message or to say that none will come; false if the time is up
     * @throws IOException as {@link #receive()} does, except {@link java.io.EOFException}
     * @throws InterruptedException if interrupted while waiting
     */
    boolean poll(Duration timeout) throws IOException, InterruptedException;

    /**
     * Whether this process can still use this end.
     *
     * @return false once {@link #close()} was called in this process
     */
    boolean isOpen();

    /**
     * Closes this end for this process: its threads that wait in it get a {@link java.nio.channels.ClosedChannelException}. Other
     * processes that have the end keep it. Closing again does nothing.
     */
    @Override
    void close();
}
