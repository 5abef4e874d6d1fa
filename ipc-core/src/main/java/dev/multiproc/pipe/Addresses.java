package dev.multiproc.pipe;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;

/** Which addresses are taken. */
final class Addresses {
    private Addresses() {}

    /**
     * Refuses addresses that would let others in than the caller thinks.
     *
     * @throws IllegalArgumentException if the options do not allow it
     */
    static void check(SocketAddress address, ConnectionOptions options) throws UnknownHostException {
        if (address instanceof UnixDomainSocketAddress unix) {
            if (unix.getPath().toString().isEmpty()) {
                throw new IllegalArgumentException("the address is an empty path");
            }
            return;
        }
        if (!(address instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException(
                    "an address is a UnixDomainSocketAddress or an InetSocketAddress, address=" + address);
        }
        if (inet.isUnresolved()) {
            throw new UnknownHostException("the host has no address, host=" + inet.getHostString());
        }
        if (!inet.getAddress().isLoopbackAddress() && !options.remoteHosts()) {
            throw new IllegalArgumentException("the address is not of the loopback interface, so that others than this"
                    + " machine would be at its other end; take InetAddress.getLoopbackAddress(), or"
                    + " ConnectionOptions.withRemoteHosts(true), address=" + address);
        }
        if (options.key() == null) {
            throw new IllegalArgumentException(
                    "a TCP address needs ConnectionOptions.withKey(…), since every user of the"
                            + " machine can connect to it, address=" + address);
        }
    }

    static StandardProtocolFamily family(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return StandardProtocolFamily.UNIX;
        }
        return ((InetSocketAddress) address).getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }
}
