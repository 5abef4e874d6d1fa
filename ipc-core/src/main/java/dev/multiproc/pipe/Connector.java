package dev.multiproc.pipe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** The connecting side. */
final class Connector {
    private static final long RETRY_MILLIS = 10;

    private Connector() {}

    /** Connects, within the time limit of the options. */
    static Connection connect(SocketAddress address, ConnectionOptions options)
            throws IOException, InterruptedException {
        Addresses.check(address, options);
        TimeLimit limit = TimeLimit.of(options.handshakeTimeout());
        SocketChannel channel = open(address, limit);
        try {
            Handshake handshake = new Handshake(false, options);
            try (Selector selector = Selector.open()) {
                SelectionKey key = channel.register(selector, 0);
                while (!advance(handshake, channel, address)) {
                    key.interestOps(handshake.interest());
                    if (!select(selector, limit)) {
                        throw new HandshakeException(
                                "there is no connection within the time for the handshake, timeout="
                                        + options.handshakeTimeout() + ", address=" + address);
                    }
                }
            }
            return new SocketConnection(channel, options, handshake.theirMaxMessageBytes(), "to " + address);
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean advance(Handshake handshake, SocketChannel channel, SocketAddress address)
            throws IOException {
        try {
            return handshake.advance(channel);
        } catch (AuthenticationException e) {
            AuthenticationException withAddress = new AuthenticationException(e.getMessage() + ", address=" + address);
            withAddress.initCause(e);
            throw withAddress;
        } catch (HandshakeException e) {
            throw new HandshakeException(e.getMessage() + ", address=" + address, e);
        }
    }

    /** A channel in non-blocking mode, whose waits have time limits and end at interrupts. */
    private static SocketChannel open(SocketAddress address, TimeLimit limit) throws IOException, InterruptedException {
        while (true) {
            SocketChannel channel = SocketChannel.open(Addresses.family(address));
            try {
                channel.configureBlocking(false);
                if (!channel.connect(address)) {
                    finish(channel, limit);
                }
                if (!(address instanceof UnixDomainSocketAddress)) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                return channel;
            } catch (SocketException e) {
                channel.close();
                waitIfBusy(address, limit, e);
            } catch (IOException | InterruptedException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private static void finish(SocketChannel channel, TimeLimit limit) throws IOException, InterruptedException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            while (!channel.finishConnect()) {
                if (!select(selector, limit)) {
                    throw new ConnectException("no connection within the time for the handshake");
                }
            }
        }
    }

    /**
     * A Unix-domain socket does not let a non-blocking connect wait while more peers than it has places for wait for the listener,
     * and no selector tells when that is over. Everything else is an error.
     */
    private static void waitIfBusy(SocketAddress address, TimeLimit limit, SocketException e)
            throws IOException, InterruptedException {
        String hint = "there is no connection to the listener: " + e.getMessage() + ", address=" + address;
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            ConnectException refused = new ConnectException(hint + (isFile(address) ? "; the file is left over" : ""));
            refused.initCause(e);
            throw refused;
        }
        if (!(address instanceof UnixDomainSocketAddress unix)) {
            throw e;
        }
        if (!Files.exists(unix.getPath())) {
            NoSuchFileException missing =
                    new NoSuchFileException(unix.getPath().toString(), null, "no listener is there: " + e.getMessage());
            missing.initCause(e);
            throw missing;
        }
        if (!Files.isWritable(unix.getPath()) || limit.leftNanos() < 0) {
            SocketException failed = new SocketException(hint);
            failed.initCause(e);
            throw failed;
        }
        try (Selector pause = Selector.open()) {
            pause.select(RETRY_MILLIS);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static boolean isFile(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress;
    }

    /** False if the time is up. */
    private static boolean select(Selector selector, TimeLimit limit) throws IOException, InterruptedException {
        if (limit.isUp()) {
            return false;
        }
        selector.select(limit.leftMillis());
        selector.selectedKeys().clear();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return true;
    }
}
