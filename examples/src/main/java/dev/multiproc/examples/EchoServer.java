package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.ConnectionOptions;
import dev.multiproc.pipe.Listener;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A TCP server whose connections are each answered by a child, in upper case.
 *
 * <p>The children are started once, and there are three: one for each client would drag the server down. The parent accepts a
 * connection when a child is free, and carries its lines to that child and the answers back; further clients wait in the system's
 * queue. So a line is copied twice more than in a server that answers itself.
 *
 * <p>The alternatives cost more. In Python a child inherits the accepted socket; a Java program can hand no open socket to another.
 * With {@code SO_REUSEPORT} all children can listen at one port, without the parent; but the system picks the child by the client's
 * address, and a client may wait for a busy child while another is idle. A port for each child is something that clients have to
 * know.
 */
public final class EchoServer {
    private static final int CHILDREN = 3;
    private static final int ROUNDS = 2;

    private EchoServer() {}

    /** The child: answers what the parent brings, until the parent hangs up. */
    static void answer(Stage stage, String path) throws IOException, InterruptedException {
        long pid = Multiprocessing.currentProcess().pid();
        try (Connection parent = Connection.connect(Path.of(path), ConnectionOptions.defaults())) {
            while (true) {
                String line = (String) parent.receive();
                stage.line(pid + stage.text(" 收到 ", " gets ") + line);
                parent.send(line.toUpperCase(Locale.ROOT));
            }
        } catch (EOFException e) {
            stage.line(pid + stage.text(" 下班", " is done"));
        }
    }

    /** A thread of the parent: gives each client to a child that is free. */
    private static void serve(ServerSocket server, BlockingQueue<Connection> free) {
        try {
            while (true) {
                Connection child = free.take();
                Socket client = server.accept();
                startDaemon(() -> carry(client, child, free));
            }
        } catch (InterruptedException | SocketException e) {
            Thread.currentThread().interrupt(); // the server is closed, and this thread ends
        } catch (IOException e) {
            throw new IllegalStateException("the server accepts no more clients", e);
        }
    }

    private static void carry(Socket client, Connection child, BlockingQueue<Connection> free) {
        try (client) {
            BufferedReader lines = reader(client);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                child.send(line);
                write(client, (String) child.receive());
            }
            free.add(child); // one that failed is not used again
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("a client gets no more answers", e);
        }
    }

    /** Three clients at once, all connected before the first says something. */
    private static boolean talk(Stage stage, int port, int round) throws IOException {
        List<Socket> clients = new ArrayList<>();
        boolean right = true;
        try {
            for (int i = 0; i < CHILDREN; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            for (int i = 0; i < CHILDREN; i++) {
                String line = "hello " + round + "-" + (i + 1);
                write(clients.get(i), line);
                String echo = reader(clients.get(i)).readLine();
                stage.line(stage.text("客户端收到 ", "the client gets ") + echo);
                right &= line.toUpperCase(Locale.ROOT).equals(echo);
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        return right;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void write(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The example. */
    public static boolean run(Stage stage) throws IOException, InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        boolean right;
        try (Multiprocessing mp = Multiprocessing.open();
                Listener listener = Listener.open(ConnectionOptions.defaults())) {
            String path =
                    ((UnixDomainSocketAddress) listener.address()).getPath().toString();
            for (int i = 1; i <= CHILDREN; i++) {
                children.add(mp.process("echo-" + i, () -> answer(stage, path)).start());
            }
            try {
                for (int i = 0; i < CHILDREN; i++) {
                    Connection child = listener.accept(Duration.ofSeconds(30));
                    connections.add(Objects.requireNonNull(child, "a child that has not connected"));
                }
                right = serveAndTalk(stage, connections);
            } finally {
                connections.forEach(Connection::close); // the children's receive throws EOFException
            }
        } // waits for the children
        stage.parentIsDone();
        return right && Stage.allEndedWell(children);
    }

    private static boolean serveAndTalk(Stage stage, List<Connection> children)
            throws IOException, InterruptedException {
        BlockingQueue<Connection> free = new ArrayBlockingQueue<>(CHILDREN, false, children);
        boolean right = true;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            startDaemon(() -> serve(server, free));
            for (int round = 1; round <= ROUNDS; round++) {
                right &= talk(stage, server.getLocalPort(), round);
            }
        }
        return right;
    }

    private static void startDaemon(Runnable code) {
        Thread thread = new Thread(code);
        thread.setDaemon(true);
        thread.start();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        run(Stage.of(args));
    }
}
