package dev.multiproc.pipe;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a {@link Listener} and {@link Connection#connect} make connections. Both sides need the same key and the same codec.
 * Immutable; each {@code with} method gives a changed copy.
 */
public final class ConnectionOptions {
    private static final ConnectionOptions DEFAULTS = new ConnectionOptions(new Draft());

    private final byte[] key;
    private final Codec codec;
    private final int maxMessageBytes;
    private final Duration handshakeTimeout;
    private final boolean remoteHosts;
    private final int maxHandshakes;
    private final boolean completesMessages;
    private final Consumer<IOException> onRefused;

    private ConnectionOptions(Draft draft) {
        key = draft.key;
        codec = draft.codec;
        maxMessageBytes = draft.maxMessageBytes;
        handshakeTimeout = draft.handshakeTimeout;
        remoteHosts = draft.remoteHosts;
        maxHandshakes = draft.maxHandshakes;
        completesMessages = draft.completesMessages;
        onRefused = draft.onRefused;
    }

    /**
     * No key, the default codec, messages up to {@link Codec#MAX_BYTES}, 5 seconds for the handshake, this machine only.
     *
     * @return the default options
     */
    public static ConnectionOptions defaults() {
        return DEFAULTS;
    }

    /**
     * With a key: each side proves that it has it, and refuses another that does not. The key itself is never sent. A TCP address
     * needs one, since every user of the machine can connect to it. Python's {@code authkey}.
     *
     * <p>Take at least 16 bytes from a {@link java.security.SecureRandom}: who listens to a handshake can try out short ones and
     * words. What is sent afterwards is neither encrypted nor signed.
     *
     * @param newKey the key, which is copied
     * @return changed options
     * @throws IllegalArgumentException if it has no bytes
     */
    public ConnectionOptions withKey(byte[] newKey) {
        if (newKey.length == 0) {
            throw new IllegalArgumentException("the key has no bytes; for connections without a key leave it out");
        }
        Draft draft = new Draft(this);
        draft.key = newKey.clone();
        return new ConnectionOptions(draft);
    }

    /**
     * With a codec for messages that are objects, instead of {@link DefaultCodec}.
     *
     * @param newCodec the codec
     * @return changed options
     */
    public ConnectionOptions withCodec(Codec newCodec) {
        Draft draft = new Draft(this);
        draft.codec = Objects.requireNonNull(newCodec, "codec");
        return new ConnectionOptions(draft);
    }

    /**
     * With the default codec and a filter for what this side receives, in addition to the library's limits and the JVM's filter.
     * Against a sender that is not trusted only a filter that lists the allowed classes helps.
     *
     * @param filter what may be received, as {@link ObjectInputFilter.Config#createFilter} makes it from a pattern
     * @return changed options
     */
    public ConnectionOptions withDeserializationFilter(ObjectInputFilter filter) {
        return withCodec(new DefaultCodec(Objects.requireNonNull(filter, "filter")));
    }

    /**
     * With a limit for messages that are received. The other side is told, and refuses to send longer ones.
     *
     * @param bytes from 0 to {@link Codec#MAX_BYTES}
     * @return changed options
     */
    public ConnectionOptions withMaxMessageBytes(int bytes) {
        if (bytes < 0 || bytes > Codec.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the limit for a message is outside of 0 to " + Codec.MAX_BYTES + " bytes, bytes=" + bytes);
        }
        Draft draft = new Draft(this);
        draft.maxMessageBytes = bytes;
        return new ConnectionOptions(draft);
    }

    /**
     * With a time limit for the other side's part of the handshake; in {@code connect}, for all until there is a connection.
     *
     * @param timeout more than zero
     * @return changed options
     */
    public ConnectionOptions withHandshakeTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("a handshake needs time, timeout=" + timeout);
        }
        Draft draft = new Draft(this);
        draft.handshakeTimeout = timeout;
        return new ConnectionOptions(draft);
    }

    /**
     * With TCP addresses other than those of the loopback interface. The key proves who is there when the connection is made; but
     * what is sent can be read and changed by who is in between, so do this in a network that you trust.
     *
     * @param allowed whether they are allowed
     * @return changed options
     */
    public ConnectionOptions withRemoteHosts(boolean allowed) {
        Draft draft = new Draft(this);
        draft.remoteHosts = allowed;
        return new ConnectionOptions(draft);
    }

    /**
     * With a limit for handshakes that a listener has under way. While there are as many, further peers wait, and each handshake
     * gets a second at most.
     *
     * @param count 1 or more
     * @return changed options
     */
    public ConnectionOptions withMaxHandshakes(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a listener needs a handshake at least, count=" + count);
        }
        Draft draft = new Draft(this);
        draft.maxHandshakes = count;
        return new ConnectionOptions(draft);
    }

    /**
     * With messages that an interrupt does not cut: if a part of a message was sent when its thread is interrupted, {@code send}
     * sends the rest, and the thread stays interrupted. Otherwise that ends the connection. The end of the connection, and {@code
     * close}, end the wait.
     *
     * @param completed whether an interrupt waits for the end of a message
     * @return changed options
     */
    public ConnectionOptions withMessagesCompleted(boolean completed) {
        Draft draft = new Draft(this);
        draft.completesMessages = completed;
        return new ConnectionOptions(draft);
    }

    /**
     * With an action for each peer that a listener refuses, with the reason. It is called in the listener's thread: while it runs
     * no peer gets in. What it throws goes to that thread's {@link Thread.UncaughtExceptionHandler}.
     *
     * @param action gets a {@link HandshakeException}, or what the socket of the listener said
     * @return changed options
     */
    public ConnectionOptions withOnRefused(Consumer<IOException> action) {
        Draft draft = new Draft(this);
        draft.onRefused = Objects.requireNonNull(action, "action");
        return new ConnectionOptions(draft);
    }

    /** The key itself, not a copy; null for none. */
    byte[] key() {
        return key;
    }

    Codec codec() {
        return codec;
    }

    int maxMessageBytes() {
        return maxMessageBytes;
    }

    Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    boolean remoteHosts() {
        return remoteHosts;
    }

    int maxHandshakes() {
        return maxHandshakes;
    }

    boolean completesMessages() {
        return completesMessages;
    }

    Consumer<IOException> onRefused() {
        return onRefused;
    }

    /** The key is not shown. */
    @Override
    public String toString() {
        return "ConnectionOptions[key=" + (key == null ? "none" : "…") + ", codec="
                + codec.getClass().getName() + ", maxMessageBytes=" + maxMessageBytes + ", handshakeTimeout="
                + handshakeTimeout + ", remoteHosts=" + remoteHosts + ", maxHandshakes=" + maxHandshakes
                + ", completesMessages="
                + completesMessages + "]";
    }

    private static final class Draft {
        private byte[] key;
        private Codec codec = new DefaultCodec();
        private int maxMessageBytes = Codec.MAX_BYTES;
        private Duration handshakeTimeout = Duration.ofSeconds(5);
        private boolean remoteHosts;
        private int maxHandshakes = 64;
        private boolean completesMessages;
        private Consumer<IOException> onRefused = refusal -> {};

        Draft() {}

        Draft(ConnectionOptions options) {
            key = options.key;
            codec = options.codec;
            maxMessageBytes = options.maxMessageBytes;
            handshakeTimeout = options.handshakeTimeout;
            remoteHosts = options.remoteHosts;
            maxHandshakes = options.maxHandshakes;
            completesMessages = options.completesMessages;
            onRefused = options.onRefused;
        }
    }
}
