package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are not what they should be. After each of them a good one gets in. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class HandshakeTest {
    private static final ConnectionOptions PLAIN = ConnectionOptions.defaults();
    private static final byte[] KEY = "sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);
    private static final ConnectionOptions WITH_KEY = PLAIN.withKey(KEY);
    private static final ConnectionOptions OTHER_KEY = PLAIN.withKey(new byte[20]);

    private final Queue<IOException> refusals = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    private Listener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = open("keyed", WITH_KEY);
    }

    private Listener open(String name, ConnectionOptions options) throws IOException {
        return Listener.open(directory.resolve(name), options.withOnRefused(refusals::add));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private static void goodPeerGetsIn(Listener listener, ConnectionOptions options) throws Exception {
        try (Connection client = Connection.connect(listener.address(), options);
                Connection server = listener.accept()) {
            client.send("good");
            assertThat(server.receive()).isEqualTo("good");
        }
    }

    private void awaitRefusal(Class<? extends IOException> type, String message) {
        await().atMost(Waits.LIMIT).pollInterval(Duration.ofMillis(2)).until(() -> !refusals.isEmpty());
        assertThat(refusals).singleElement().isInstanceOf(type);
        assertThat(refusals.peek()).hasMessageContaining(message);
        assertThat(listener.refusedCount()).isLessThanOrEqualTo(1);
    }

    @Test
    void anotherKeyIsRefusedOnBothSides() throws Exception {
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> Connection.connect(listener.address(), OTHER_KEY))
                .withMessageContaining("refuses our key");
        awaitRefusal(AuthenticationException.class, "the other side has another key");
        goodPeerGetsIn(listener, WITH_KEY);
    }

    /** With CPython both sides hang (gh-123736). */
    @Test
    void aKeyOnTheListenersSideOnlyIsRefusedOnBothSides() throws Exception {
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> Connection.connect(listener.address(), PLAIN))
                .withMessageContaining("the other side has a key and this side has none");
        awaitRefusal(AuthenticationException.class, "this side has a key and the other side has none");
        goodPeerGetsIn(listener, WITH_KEY);
    }

    @Test
    void aKeyOnTheClientsSideOnlyIsRefusedOnBothSides() throws Exception {
        try (Listener without = open("plain", PLAIN)) {
            assertThatExceptionOfType(AuthenticationException.class)
                    .isThrownBy(() -> Connection.connect(without.address(), WITH_KEY))
                    .withMessageContaining("this side has a key and the other side has none");
            awaitRefusal(AuthenticationException.class, "the other side has a key and this side has none");
            goodPeerGetsIn(without, PLAIN);
        }
    }

    @Test
    void aPeerThatSpeaksHttpIsRefusedAtOnce() throws Exception {
        try (SocketChannel peer = connect()) {
            peer.write(ascii("GET / HTTP/1.1\r\n"));
            awaitRefusal(HandshakeException.class, "speaks something else, which begins with \"GET / HTTP/1.1..\"");
            goodPeerGetsIn(listener, WITH_KEY);
        }
    }

    @Test
    void anotherVersionIsRefusedAndCanReadOurs() throws Exception {
        try (SocketChannel peer = connect()) {
            byte[] newer = Greeting.make(WITH_KEY).bytes();
            ByteBuffer.wrap(newer).putInt(8, 2);
            peer.write(ByteBuffer.wrap(newer));
            awaitRefusal(HandshakeException.class, "another version of the protocol, theirs=2, ours=1");
            assertThat(read(peer, Greeting.LENGTH).getInt(8)).isEqualTo(Greeting.VERSION);
            assertThat(peer.read(ByteBuffer.allocate(1))).isNegative();
        }
        goodPeerGetsIn(listener, WITH_KEY);
    }

    @Test
    void silentPeersAndSlowOnesKeepNobodyOut() throws Exception {
        try (SocketChannel silent = connect();
                SocketChannel slow = connect()) {
            byte[] greeting = Greeting.make(WITH_KEY).bytes();
            for (byte part : greeting) {
                slow.write(ByteBuffer.wrap(new byte[] {part}));
                if (part == greeting[0]) {
                    goodPeerGetsIn(listener, WITH_KEY);
                }
            }
            goodPeerGetsIn(listener, WITH_KEY);
            assertThat(silent.isConnected()).isTrue();
            assertThat(refusals).isEmpty();
        }
    }

    @Test
    void silentPeersAreRefusedWhenTheirTimeIsUp() throws Exception {
        try (Listener impatient = open("impatient", WITH_KEY.withHandshakeTimeout(Duration.ofMillis(50)));
                SocketChannel silent = connect(impatient)) {
            awaitRefusal(HandshakeException.class, "not finished the handshake in time");
            read(silent, Greeting.LENGTH);
            assertThat(silent.read(ByteBuffer.allocate(1))).isNegative();
        }
    }

    @Test
    void silentPeersThatTakeAllPlacesAreRefusedSooner() throws Exception {
        ConnectionOptions patient = WITH_KEY.withHandshakeTimeout(Duration.ofHours(1));
        List<SocketChannel> silent = new ArrayList<>();
        try (Listener small = open("small", patient.withMaxHandshakes(2))) {
            for (int i = 0; i < 2; i++) {
                silent.add(connect(small));
            }
            goodPeerGetsIn(small, patient);
            assertThat(small.refusedCount()).isPositive();
        } finally {
            for (SocketChannel peer : silent) {
                peer.close();
            }
        }
    }

    @Test
    void aPeerThatLeavesIsRefused() throws Exception {
        connect().close();
        awaitRefusal(HandshakeException.class, "has gone before the handshake was finished");
        goodPeerGetsIn(listener, WITH_KEY);
    }

    /** Who has no key sends everything back: greeting, challenge and proof. */
    @Test
    void aPeerThatSendsOurGreetingBackIsRefused() throws Exception {
        try (SocketChannel peer = connect()) {
            peer.write(read(peer, Greeting.LENGTH).flip());
            awaitRefusal(AuthenticationException.class, "our own challenge");
        }
        goodPeerGetsIn(listener, WITH_KEY);
    }

    /** A proof is of a role: a listener's proof, had by a connection to it, is not a client's. */
    @Test
    void aProofOfTheOtherRoleIsRefused() throws Exception {
        try (SocketChannel peer = connect()) {
            Greeting own = Greeting.make(WITH_KEY);
            peer.write(ByteBuffer.wrap(own.bytes()));
            Greeting theirs = Greeting.received(read(peer, Greeting.LENGTH));
            peer.write(ByteBuffer.wrap(Proof.ofListener(KEY, theirs, own)));
            awaitRefusal(AuthenticationException.class, "the other side has another key");
            assertThat(read(peer, 1).get(0)).isEqualTo(Handshake.WRONG_KEY);
        }
        goodPeerGetsIn(listener, WITH_KEY);
    }

    @Test
    void aProofOfAnotherHandshakeIsRefused() throws Exception {
        Greeting own = Greeting.make(WITH_KEY);
        byte[] proof;
        try (SocketChannel peer = connect()) {
            peer.write(ByteBuffer.wrap(own.bytes()));
            proof = Proof.ofClient(KEY, Greeting.received(read(peer, Greeting.LENGTH)), own);
            peer.write(ByteBuffer.wrap(proof));
            assertThat(read(peer, 1).get(0)).isEqualTo(Handshake.WELCOME);
            listener.accept().close();
        }
        try (SocketChannel peer = connect()) {
            peer.write(ByteBuffer.wrap(own.bytes()));
            peer.write(ByteBuffer.wrap(proof));
            awaitRefusal(AuthenticationException.class, "the other side has another key");
        }
        goodPeerGetsIn(listener, WITH_KEY);
    }

    @Test
    void challengesAreFresh() {
        assertThat(Greeting.make(WITH_KEY).bytes())
                .isNotEqualTo(Greeting.make(WITH_KEY).bytes());
    }

    @Test
    void aFalseListenerThatWelcomesEverybodyIsRefused() throws Exception {
        byte[] welcome = new byte[1 + Proof.LENGTH];
        welcome[0] = Handshake.WELCOME;
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() ->
                        connectToOneThatSays(WITH_KEY, Greeting.make(WITH_KEY).bytes(), welcome))
                .withMessageContaining("the listener has another key");
    }

    @Test
    void aServerOfAnotherProtocolIsRefused() {
        assertThatExceptionOfType(HandshakeException.class)
                .isThrownBy(() -> connectToOneThatSays(PLAIN, "SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)))
                .withMessageContaining("speaks something else, which begins with \"SSH-2.0-x..\"");
    }

    @Test
    void aServerThatSaysNothingIsRefusedWhenTheTimeIsUp() {
        assertThatExceptionOfType(HandshakeException.class)
                .isThrownBy(() -> connectToOneThatSays(PLAIN.withHandshakeTimeout(Duration.ofMillis(50))))
                .withMessageContaining("within the time for the handshake");
    }

    @Test
    void anInterruptEndsConnect() throws Exception {
        try (ServerSocketChannel server = serverAt("silent")) {
            FutureTask<Connection> connecting =
                    new FutureTask<>(() -> Connection.connect(server.getLocalAddress(), PLAIN));
            Thread thread = new Thread(connecting);
            thread.start();
            try (SocketChannel accepted = server.accept()) {
                read(accepted, Greeting.LENGTH);
                thread.interrupt();
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(connecting::get)
                        .withCauseInstanceOf(InterruptedException.class);
            }
        }
    }

    private void connectToOneThatSays(ConnectionOptions options, byte[]... parts) throws Exception {
        try (ServerSocketChannel server = serverAt("false")) {
            FutureTask<Connection> connecting =
                    new FutureTask<>(() -> Connection.connect(server.getLocalAddress(), options));
            new Thread(connecting).start();
            try (SocketChannel accepted = server.accept()) {
                for (byte[] part : parts) {
                    accepted.write(ByteBuffer.wrap(part));
                }
                connecting.get().close();
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        }
    }

    private ServerSocketChannel serverAt(String name) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(directory.resolve(name)));
    }

    private SocketChannel connect() throws IOException {
        return connect(listener);
    }

    private static SocketChannel connect(Listener to) throws IOException {
        return SocketChannel.open(to.address());
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The bytes, with the position behind them; a peer that sends less fails the test. */
    private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until all have come
        }
        assertThat(bytes.remaining()).as(Arrays.toString(bytes.array())).isZero();
        return bytes;
    }
}
