package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.EOFException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The other side is a program of its own, which is killed or exits. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(100)
class ListenerIT {
    private static final ConnectionOptions OPTIONS =
            ConnectionOptions.defaults().withKey("a key of many bytes".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path directory;

    /** Connects, sends, and then sends what nobody reads. */
    static final class Sender {
        public static void main(String[] args) throws Exception {
            Connection connection = Connection.connect(Path.of(args[0]), OPTIONS);
            connection.send("connected");
            connection.receive();
            connection.sendBytes(new byte[64 << 20]);
        }
    }

    @Test
    void aKilledPeerIsAnEndForWhoReceivesAndABrokenPipeForWhoSends() throws Exception {
        Path path = directory.resolve("at");
        try (Listener listener = Listener.open(path, OPTIONS);
                ParentProgram program = ParentProgram.start(Sender.class, path.toString());
                Connection connection = listener.accept()) {
            assertThat(connection.receive()).isEqualTo("connected");
            connection.send("go on");
            assertThatExceptionOfType(MessageTooLongException.class).isThrownBy(() -> connection.receiveBytes(10));
            program.process().destroyForcibly().waitFor();
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(connection::receive)
                    .withMessageContaining("in the middle of a message");
            assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> connection.send("hello?"));
        }
    }

    /** Listens, at a path of the library if none is given. */
    static final class Server {
        public static void main(String[] args) throws Exception {
            Listener listener = args.length > 0 ? Listener.open(Path.of(args[0]), OPTIONS) : Listener.open(OPTIONS);
            System.out.println("at " + ((UnixDomainSocketAddress) listener.address()).getPath());
            try (Connection connection = listener.accept()) {
                connection.receive();
            }
            System.exit(0);
        }
    }

    @Test
    void theFileOfAKilledListenerIsReplaced() throws Exception {
        Path path = directory.resolve("at");
        try (ParentProgram program = ParentProgram.start(Server.class, path.toString())) {
            program.awaitLine("at ");
            try (Connection connection = Connection.connect(path, OPTIONS)) {
                program.process().destroyForcibly().waitFor();
                assertThatExceptionOfType(EOFException.class).isThrownBy(connection::receive);
            }
        }
        assertThat(path).exists();
        try (Listener listener = Listener.open(path, OPTIONS);
                Connection client = Connection.connect(path, OPTIONS);
                Connection server = listener.accept()) {
            client.send("again");
            assertThat(server.receive()).isEqualTo("again");
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** Is just replacing what a dead listener has left. */
    static final class Replacer {
        public static void main(String[] args) throws Exception {
            try (ReplacementLock lock = ReplacementLock.take(Path.of(args[0]))) {
                System.out.println("has " + lock);
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void whileAnotherProcessReplacesALeftFileAListenerWaitsAndGoesOnWhenThatIsKilled() throws Exception {
        Path path = directory.resolve("at");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        try (ParentProgram program = ParentProgram.start(Replacer.class, path.toString())) {
            program.awaitLine("has ");
            FutureTask<Listener> waiting = new FutureTask<>(() -> Listener.open(path, OPTIONS));
            new Thread(waiting).start();
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS));
            program.process().destroyForcibly().waitFor();
            waiting.get().close();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theFileOfAListenerThatNobodyHasClosedIsRemovedWhenItsJvmExits() throws Exception {
        try (ParentProgram program = ParentProgram.start(Server.class)) {
            Path path = Path.of(program.awaitLine("at ").substring(3));
            try (Connection connection = Connection.connect(path, OPTIONS)) {
                assertThat(path).exists();
                connection.send("exit");
                program.awaitFamilysEnd();
            }
            assertThat(program.process().waitFor()).isZero();
            assertThat(path.getParent()).doesNotExist();
        }
    }
}
