package dev.multiproc.redis;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server of a test's own, on a free port. It keeps nothing on the disk unless it is told to, and ends with this JVM. */
public final class RedisServer implements AutoCloseable {
    private static final AtomicInteger SESSIONS = new AtomicInteger();
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final int port;
    private final List<String> options;
    private volatile Process process;

    /** The server that most tests of a JVM share. */
    private static final class Shared {
        static final RedisServer SERVER = start();
    }

    private RedisServer(int port, List<String> options) {
        this.port = port;
        this.options = options;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Where the program is; null if it is not installed. */
    static Path program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("redis-server", "valkey-server").map(Path.of(directory)::resolve))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Starts one with options of its command line. */
    public static RedisServer start(String... options) {
        RedisServer server = new RedisServer(freePort(), List.of(options));
        server.begin();
        return server;
    }

    /** Starts it again after {@link #close}. */
    public void begin() {
        List<String> command = new ArrayList<>(
                List.of(program().toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitPort();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the server does not start, port=" + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives it a command, and returns the first line of its answer. */
    public String command(String line) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return answer.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    int port() {
        return port;
    }

    /** Kills it. */
    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }
}
