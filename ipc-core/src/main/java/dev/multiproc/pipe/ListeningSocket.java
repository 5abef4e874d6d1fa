package dev.multiproc.pipe;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** The socket of a listener. */
final class ListeningSocket implements Closeable {
    /** How many peers the system lets wait until the listener looks at them. */
    static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final SocketAddress address;

    /** Null for TCP. */
    private final SocketFile file;

    private ListeningSocket(ServerSocketChannel channel, SocketAddress address, SocketFile file) {
        this.channel = channel;
        this.address = address;
        this.file = file;
    }

    /**
     * Listens.
     *
     * @throws BindException if another listener has the address
     */
    static ListeningSocket open(SocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(Addresses.family(address));
        try {
            channel.configureBlocking(false);
            if (address instanceof UnixDomainSocketAddress unix) {
                return new ListeningSocket(channel, unix, SocketFile.bind(channel, unix.getPath()));
            }
            channel.bind(address, BACKLOG);
            return new ListeningSocket(channel, channel.getLocalAddress(), null);
        } catch (BindException e) {
            channel.close();
            BindException withAddress =
                    new BindException("the address cannot be had: " + e.getMessage() + ", address=" + address);
            withAddress.initCause(e);
            throw withAddress;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Listens at a new path that only this user can reach. */
    static ListeningSocket openPrivate() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            SocketFile file = SocketFile.bindInPrivateDirectory(channel);
            return new ListeningSocket(channel, UnixDomainSocketAddress.of(file.path()), file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    SocketAddress address() {
        return address;
    }

    /** Nobody can connect any more, and the address is free. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (file != null) {
                file.remove();
            }
        }
    }
}
