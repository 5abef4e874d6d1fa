package dev.multiproc.manager;

import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.pipe.ConnectionOptions;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * How {@link Manager#serve(java.net.SocketAddress, RemoteOptions)} lets remote clients in, and how {@link
 * Manager#connect(java.net.SocketAddress, RemoteOptions)} goes to it. Immutable; each {@code with} method gives a changed copy.
 */
public final class RemoteOptions implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What this package sends beside the user's objects. */
    private static final String OWN_CLASSES =
            "dev.multiproc.manager.Handle;dev.multiproc.manager.ManagerAddress;dev.multiproc.manager.RemoteOptions;";

    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);

    /** What both sides need. */
    private final byte[] key;

    /** Which classes this side reads; null for all. */
    private final String filter;

    /** After how long without a sign of life the other side is given up. */
    private final Duration lease;

    /** Whether other addresses than those of the loopback interface are allowed. */
    private final boolean remoteHosts;

    private RemoteOptions(byte[] key, String filter, Duration lease, boolean remoteHosts) {
        this.key = key;
        this.filter = filter;
        this.lease = lease;
        this.remoteHosts = remoteHosts;
    }

    /**
     * With a key: a lease of 15 seconds, this machine only, and no filter but the library's limits and the JVM's.
     *
     * @param key which both sides need and neither sends; take at least 16 bytes from a {@link java.security.SecureRandom}
     * @return options
     * @throws IllegalArgumentException if it has no bytes
     */
    public static RemoteOptions withKey(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("the key has no bytes");
        }
        return new RemoteOptions(key.clone(), null, DEFAULT_LEASE, false);
    }

    /**
     * With a filter for the classes that this side reads, in addition to the library's limits and the JVM's filter. Functions that
     * clients send need {@code java.lang.invoke.SerializedLambda} and the class that they are written in.
     *
     * @param pattern as {@link ObjectInputFilter.Config#createFilter} takes it, such as {@code "com.example.*;java.base/*;!*"}
     * @return changed options
     * @throws IllegalArgumentException if it is none
     */
    public RemoteOptions withFilter(String pattern) {
        Objects.requireNonNull(ObjectInputFilter.Config.createFilter(pattern), "filter of an empty pattern");
        return new RemoteOptions(key, pattern, lease, remoteHosts);
    }

    /**
     * With another lease; the manager's counts, and the client is told. The client renews it three times as often. What a client
     * has is freed when nothing has come from it for so long; and a client whose manager has not answered for so long gives up.
     *
     * @param newLease more than zero
     * @return changed options
     */
    public RemoteOptions withLease(Duration newLease) {
        if (newLease.isZero() || newLease.isNegative()) {
            throw new IllegalArgumentException("a lease takes time, lease=" + newLease);
        }
        return new RemoteOptions(key, filter, newLease, remoteHosts);
    }

    /**
     * With TCP addresses other than those of the loopback interface. What is sent is neither encrypted nor signed, so do this in a
     * network that you trust. A warning is logged.
     *
     * @param allowed whether they are allowed
     * @return changed options
     */
    public RemoteOptions withRemoteHosts(boolean allowed) {
        return new RemoteOptions(key, filter, lease, allowed);
    }

    static boolean isReachedFromElsewhere(SocketAddress address) {
        return address instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress();
    }

    Duration lease() {
        return lease;
    }

    /** Null if there is none. */
    ObjectInputFilter filter() {
        return filter == null ? null : ObjectInputFilter.Config.createFilter(OWN_CLASSES + filter);
    }

    DefaultCodec codec() {
        return filter == null ? new DefaultCodec() : new DefaultCodec(filter());
    }

    ConnectionOptions forConnections() {
        return ConnectionOptions.defaults().withKey(key).withRemoteHosts(remoteHosts);
    }

    /** The key is not shown. */
    @Override
    public String toString() {
        return "RemoteOptions[filter=" + filter + ", lease=" + lease + ", remoteHosts=" + remoteHosts + "]";
    }
}
