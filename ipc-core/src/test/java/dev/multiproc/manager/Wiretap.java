package dev.multiproc.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network between a client and a server that can be cut silently: nothing comes through, and no connection ends. */
final class Wiretap implements AutoCloseable {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** Guarded by this, as is the next one. */
    private boolean isCut;

    private long passedBytes;

    Wiretap(InetSocketAddress server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(entrance.getInetAddress(), entrance.getLocalPort());
    }

    synchronized void cut() {
        isCut = true;
    }

    synchronized void heal() {
        isCut = false;
        notifyAll();
    }

    /** How many bytes have come, also those that wait while it is cut. */
    synchronized long passedBytes() {
        return passedBytes;
    }

    private synchronized void pass(int bytes) throws InterruptedException {
        passedBytes += bytes;
        while (isCut) {
            wait();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // A side has closed its connection, or the test is over.
                        return;
                    }
                },
                "wiretap");
        threads.add(thread);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            Socket toServer = new Socket(server.getAddress(), server.getPort());
            sockets.addAll(List.of(client, toServer));
            start(() -> pump(client, toServer));
            start(() -> pump(toServer, client));
        }
    }

    private void pump(Socket from, Socket to) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            int count = from.getInputStream().read(buffer);
            while (count >= 0) {
                pass(count);
                to.getOutputStream().write(buffer, 0, count);
                count = from.getInputStream().read(buffer);
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        entrance.close();
        sockets.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }
}
