package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.testing.LeavesNothingBehind;
import java.io.EOFException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class ListenerTest {
    private static final ConnectionOptions PLAIN = ConnectionOptions.defaults();
    private static final ConnectionOptions WITH_KEY =
            PLAIN.withKey("a key of many bytes".getBytes(StandardCharsets.US_ASCII));
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path directory;

    @Test
    void bothSidesSendAndReceiveObjectsOverAPath() throws Exception {
        try (Listener listener = Listener.open(directory.resolve("at"), PLAIN)) {
            exchange(listener, PLAIN);
        }
    }

    @Test
    void bothSidesSendAndReceiveObjectsOverTcp() throws Exception {
        try (Listener listener = Listener.open(ANY_PORT, WITH_KEY)) {
            assertThat(((InetSocketAddress) listener.address()).getPort()).isPositive();
            exchange(listener, WITH_KEY);
        }
    }

    @Test
    void bothSidesSendAndReceiveObjectsWithAKeyAtAPathOfTheLibrary() throws Exception {
        Path path;
        try (Listener listener = Listener.open(WITH_KEY)) {
            exchange(listener, WITH_KEY);
            path = ((UnixDomainSocketAddress) listener.address()).getPath();
            assertThat(permissions(path)).isEqualTo("rw-------");
            assertThat(permissions(path.getParent())).isEqualTo("rwx------");
        }
        assertThat(path.getParent()).doesNotExist();
    }

    private static void exchange(Listener listener, ConnectionOptions options) throws Exception {
        try (Connection client = Connection.connect(listener.address(), options);
                Connection server = listener.accept()) {
            client.send(List.of(1, "two"));
            assertThat(server.receive()).isEqualTo(List.of(1, "two"));
            server.send("an answer");
            assertThat(client.receive()).isEqualTo("an answer");
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void acceptReturnsNullWhenTheTimeIsUp() throws Exception {
        try (Listener listener = Listener.open(PLAIN)) {
            assertThat(listener.accept(Duration.ZERO)).isNull();
            assertThat(listener.accept(Duration.ofMillis(20))).isNull();
        }
    }

    @Test
    void closeEndsWaitsForPeersAndFreesTheAddress() throws Exception {
        Path path = directory.resolve("at");
        FutureTask<Connection> waiting;
        try (Listener listener = Listener.open(path, PLAIN)) {
            waiting = new FutureTask<>(listener::accept);
            Thread waiter = new Thread(waiting);
            waiter.start();
            Waits.untilWaiting(waiter);
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .withCauseInstanceOf(ClosedChannelException.class);
        assertThat(directory).isEmptyDirectory();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Connection.connect(path, PLAIN));
        Listener.open(path, PLAIN).close();
    }

    @Test
    void anInterruptEndsAcceptAndTheListenerStaysAsItIs() throws Exception {
        try (Listener listener = Listener.open(PLAIN)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(listener::accept);
            exchange(listener, PLAIN);
        }
    }

    @Test
    void aPeerThatNobodyHasAcceptedSeesTheEndWhenTheListenerIsClosed() throws Exception {
        Connection client;
        try (Listener listener = Listener.open(PLAIN)) {
            client = Connection.connect(listener.address(), PLAIN);
        }
        try (client) {
            assertThatExceptionOfType(EOFException.class).isThrownBy(client::receive);
        }
    }

    @Test
    void aPathInUseIsRefusedAndTheOtherListenerGoesOn() throws Exception {
        Path path = directory.resolve("at");
        try (Listener first = Listener.open(path, PLAIN)) {
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> Listener.open(path, PLAIN))
                    .withMessageContaining("another listener is there")
                    .withMessageContaining(path.toString());
            exchange(first, PLAIN);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPortInUseIsRefused() throws Exception {
        try (Listener first = Listener.open(ANY_PORT, WITH_KEY)) {
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> Listener.open(first.address(), WITH_KEY))
                    .withMessageContaining(first.address().toString());
        }
    }

    @Test
    void aFileThatIsNoSocketIsRefusedAndKept() throws Exception {
        Path file = Files.writeString(directory.resolve("at"), "text");
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> Listener.open(file, PLAIN))
                .withMessageContaining("no socket");
        assertThat(file).hasContent("text");
    }

    @RepeatedTest(50)
    void ofManyThatReplaceALeftFileOneListens() throws Exception {
        Path path = directory.resolve("at");
        leaveASocket(path);
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Connection.connect(path, PLAIN))
                .withMessageContaining("left over");
        List<CompletableFuture<Listener>> attempts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            attempts.add(new CompletableFuture<>());
        }
        for (CompletableFuture<Listener> attempt : attempts) {
            new Thread(() -> complete(attempt, path)).start();
        }
        List<Listener> listening = new ArrayList<>();
        for (CompletableFuture<Listener> attempt : attempts) {
            try {
                listening.add(attempt.get());
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(BindException.class).hasMessageContaining("another listener");
            }
        }
        assertThat(listening).hasSize(1);
        try (Listener listener = listening.get(0)) {
            exchange(listener, PLAIN);
        }
        assertThat(directory).isEmptyDirectory();
    }

    private static void complete(CompletableFuture<Listener> attempt, Path path) {
        try {
            attempt.complete(Listener.open(path, PLAIN));
        } catch (Exception e) {
            attempt.completeExceptionally(e);
        }
    }

    private static void leaveASocket(Path path) throws Exception {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    @Test
    void aListenerThatIsClosedLeavesTheFileOfAnother() throws Exception {
        Path path = directory.resolve("at");
        try (Listener first = Listener.open(path, PLAIN)) {
            Files.delete(path);
            try (Listener second = Listener.open(path, PLAIN)) {
                first.close();
                exchange(second, PLAIN);
            }
        }
    }

    @Test
    void addressesThatLetOthersInAreRefused() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Listener.open(ANY_PORT, PLAIN))
                .withMessageContaining("withKey");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Listener.open(new InetSocketAddress(0), WITH_KEY))
                .withMessageContaining("withRemoteHosts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Connection.connect(new InetSocketAddress("192.0.2.1", 1), WITH_KEY))
                .withMessageContaining("withRemoteHosts");
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> Listener.open(InetSocketAddress.createUnresolved("nowhere", 0), WITH_KEY));
        Listener.open(new InetSocketAddress(0), WITH_KEY.withRemoteHosts(true)).close();
    }

    @Test
    void manyConnectAtOnceAndAllAreAccepted() throws Exception {
        int peers = 300; // more than the system lets wait
        try (Listener listener = Listener.open(PLAIN.withHandshakeTimeout(Duration.ofSeconds(40)))) {
            Thread clients = new Thread(() -> connectAll(listener, peers));
            clients.start();
            for (int i = 0; i < peers; i++) {
                try (Connection server = listener.accept()) {
                    assertThat(server.receive()).isEqualTo("hello");
                }
            }
            clients.join();
            assertThat(listener.refusedCount()).isZero();
        }
    }

    private static void connectAll(Listener listener, int peers) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            threads.add(new Thread(() -> sayHello(listener)));
        }
        threads.forEach(Thread::start);
    }

    private static void sayHello(Listener listener) {
        try (Connection client =
                Connection.connect(listener.address(), PLAIN.withHandshakeTimeout(Duration.ofSeconds(40)))) {
            client.send("hello");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
