package dev.multiproc.pipe;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where processes that are no relatives connect, by {@link Connection#connect}. Python's {@code multiprocessing.connection.Listener}.
 *
 * <p>An address is a path, for a Unix-domain socket whose file only its user can use; or an {@link java.net.InetSocketAddress} of
 * the loopback interface, with port 0 for any. The handshake, with which both sides show that they speak the same protocol and have
 * the same key, is done by a thread of the listener for many peers at once. A peer that is slow, silent, has another key or speaks
 * something else is refused, which {@link #accept} does not notice: see {@link #refusedCount} and {@link
 * ConnectionOptions#withOnRefused}.
 *
 * <p><b>Threads</b>: safe for use by many. <b>Blocking</b>: waits end at an interrupt and at {@link #close}. <b>Death</b>: the file
 * is removed when the JVM exits; what {@code kill -9} leaves is replaced by the next listener at the same path. (At a path that the
 * library chose there is no next one; its directory in {@code java.io.tmpdir} begins with {@code multiproc-}.)
 */
public final class Listener implements Closeable {
    private final ListenerLoop loop;

    private Listener(ListeningSocket socket, ConnectionOptions options) throws IOException {
        try {
            loop = new ListenerLoop(socket, options);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        loop.start();
    }

    /**
     * Listens at a new path in a new directory that only this user can reach. Others need to be told {@link #address}.
     *
     * @param options key, codec, limits
     * @return the listener
     * @throws IOException if the socket cannot be made
     */
    public static Listener open(ConnectionOptions options) throws IOException {
        return new Listener(ListeningSocket.openPrivate(), options);
    }

    /**
     * Listens at a path. Its file gets the permissions {@code rw-------}.
     *
     * @param path at most some 90 bytes long, since systems have a limit for such paths; what a dead listener has left there is
     *     replaced
     * @param options key, codec, limits
     * @return the listener
     * @throws java.net.BindException if another listener is there, or a file that is no socket
     * @throws IOException if the socket cannot be made
     */
    public static Listener open(Path path, ConnectionOptions options) throws IOException {
        return open(UnixDomainSocketAddress.of(path), options);
    }

    /**
     * Listens at an address.
     *
     * @param address a {@link UnixDomainSocketAddress}, or an {@link java.net.InetSocketAddress}, which needs {@link
     *     ConnectionOptions#withKey}
     * @param options key, codec, limits
     * @return the listener
     * @throws java.net.BindException if another listener has the address
     * @throws IllegalArgumentException if it is of another kind, or if the options do not allow it: TCP without a key, or not on the
     *     loopback interface
     * @throws IOException if the socket cannot be made
     */
    public static Listener open(SocketAddress address, ConnectionOptions options) throws IOException {
        Addresses.check(address, options);
        return new Listener(ListeningSocket.open(address), options);
    }

    /**
     * Waits for a peer with which the handshake has succeeded.
     *
     * @return a connection to it; the peer may have gone since
     * @throws java.nio.channels.ClosedChannelException if the listener is closed, or is closed while waiting
     * @throws IOException if the listener has failed and accepts no more peers
     * @throws InterruptedException if interrupted while waiting
     */
    public Connection accept() throws IOException, InterruptedException {
        return loop.accept(TimeLimit.NONE);
    }

    /**
     * Waits for a peer up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return a connection to it; null if the time is up
     * @throws IOException as {@link #accept()} does
     * @throws InterruptedException if interrupted while waiting
     */
    public Connection accept(Duration timeout) throws IOException, InterruptedException {
        return loop.accept(TimeLimit.of(timeout));
    }

    /**
     * Where others connect.
     *
     * @return a {@link UnixDomainSocketAddress}, or an {@link java.net.InetSocketAddress} with the port in use
     */
    public SocketAddress address() {
        return loop.address();
    }

    /**
     * How many peers were refused. Why is told to {@link ConnectionOptions#withOnRefused}.
     *
     * @return their number since the listener was opened
     */
    public long refusedCount() {
        return loop.refusedCount();
    }

    /**
     * Whether peers can connect.
     *
     * @return false once {@link #close()} was called
     */
    public boolean isOpen() {
        return loop.isOpen();
    }

    /**
     * Ends the listener: its address is free, who waits in {@code accept} gets a {@link java.nio.channels.ClosedChannelException},
     * and peers that nobody has accepted see the end of their connections. Accepted ones stay. Closing again does nothing.
     *
     * @throws IOException if the file of the socket cannot be removed
     */
    @Override
    public void close() throws IOException {
        loop.close();
    }

    @Override
    public String toString() {
        return "Listener[" + address() + (isOpen() ? "]" : ", closed]");
    }
}
