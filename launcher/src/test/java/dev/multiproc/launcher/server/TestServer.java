package dev.multiproc.launcher.server;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A server of a test's own, with a password, on a free port. */
final class TestServer implements AutoCloseable {
    static final String PASSWORD = "hush-8f2e";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;
    private final int port;

    private TestServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test if there is no server on the PATH. */
    static TestServer start(Path directory) throws IOException, InterruptedException {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(each -> Stream.of("redis-server", "valkey-server").map(Path.of(each)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                program.isPresent(),
                "there is no redis-server or valkey-server on the PATH: install one to run this test");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<String> command = List.of(
                program.get().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--requirepass",
                PASSWORD,
                "--dir",
                directory.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        TestServer server = new TestServer(process, port);
        server.awaitPort();
        return server;
    }

    private void awaitPort() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the server does not start, port=" + port);
            }
            // Nothing tells when a port is open.
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** With the password. */
    String address() {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + port + "/0";
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
