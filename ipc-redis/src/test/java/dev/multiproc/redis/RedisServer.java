package dev.multiproc.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server of a test's own, on a free port. It keeps nothing on the disk, and ends with this JVM. */
public final class RedisServer implements AutoCloseable {
    private static final AtomicInteger SESSIONS = new AtomicInteger();
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final int port;
    private final Process process;

    /** The server that most tests of a JVM share. */
    private static final class Shared {
        static final RedisServer SERVER = start();
    }

    private RedisServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Where the program is; null if it is not installed. */
    static Path program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("redis-server", "valkey-server").map(Path.of(directory)::resolve))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Starts one. */
    public static RedisServer start() {
        try {
            int port = freePort();
            Process process = new ProcessBuilder(List.of(
                            program().toString(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitPort(port, process);
            return new RedisServer(port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port, Process process) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the server does not start, port=" + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The address of a new session at the shared server. */
    public static URI newSession(String parameters) {
        return Shared.SERVER.session("test-" + SESSIONS.incrementAndGet(), parameters);
    }

    /** The address of a session here. */
    public URI session(String name, String parameters) {
        return URI.create("redis://127.0.0.1:" + port + "/0?session=" + name + parameters);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
