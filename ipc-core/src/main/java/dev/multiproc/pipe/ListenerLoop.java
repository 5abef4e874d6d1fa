package dev.multiproc.pipe;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** One thread that does the handshakes of all peers of a listener, none of which it waits for. */
final class ListenerLoop {
    /** What each handshake gets while there are as many as are allowed. */
    private static final long CROWDED_NANOS = Duration.ofSeconds(1).toNanos();

    /** After a failure to accept: most likely this process has no file descriptor left. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ListeningSocket socket;
    private final ConnectionOptions options;
    private final Selector selector;
    private final SelectionKey acceptKey;
    private final AcceptedPeers accepted = new AcceptedPeers();
    private final AtomicLong refusals = new AtomicLong();

    /** Of the loop's thread. */
    private final Set<Applicant> applicants = new LinkedHashSet<>();

    /** Of the loop's thread: until when nothing is accepted; null for no such time. */
    private TimeLimit pause;

    ListenerLoop(ListeningSocket socket, ConnectionOptions options) throws IOException {
        this.socket = socket;
        this.options = options;
        selector = Selector.open();
        acceptKey = socket.channel().register(selector, SelectionKey.OP_ACCEPT);
    }

    void start() {
        Thread thread = new Thread(this::run, "multiproc listener " + address());
        thread.setDaemon(true);
        thread.start();
    }

    SocketAddress address() {
        return socket.address();
    }

    long refusedCount() {
        return refusals.get();
    }

    boolean isOpen() {
        return accepted.isOpen();
    }

    Connection accept(TimeLimit limit) throws IOException, InterruptedException {
        Connection connection = accepted.take(limit);
        selector.wakeup(); // there is room for one more
        return connection;
    }

    void close() throws IOException {
        accepted.close(new ClosedChannelException());
        try (selector) {
            socket.close();
        }
    }

    private void run() {
        try {
            while (accepted.isOpen()) {
                acceptKey.interestOps(mayAccept() ? SelectionKey.OP_ACCEPT : 0);
                selector.select(millisToWait());
                for (SelectionKey ready : List.copyOf(selector.selectedKeys())) {
                    serve(ready);
                }
                selector.selectedKeys().clear();
                refuseTheSlow();
            }
        } catch (ClosedSelectorException | CancelledKeyException e) {
            accepted.close(e); // which close() has done already
        } catch (IOException | RuntimeException e) {
            accepted.close(e);
            throw new IllegalStateException("the listener has failed, address=" + address(), e);
        } finally {
            leave();
        }
    }

    private boolean mayAccept() {
        if (pause != null && pause.isUp()) {
            pause = null;
        }
        return pause == null && !isCrowded() && accepted.hasRoom();
    }

    private boolean isCrowded() {
        return applicants.size() >= options.maxHandshakes();
    }

    private long millisToWait() {
        TimeLimit next = pause == null ? TimeLimit.NONE : pause;
        for (Applicant applicant : applicants) {
            if (applicant.limit().leftNanos() < next.leftNanos()) {
                next = applicant.limit();
            }
        }
        long millis = next.leftMillis();
        return isCrowded() ? Math.min(millis, Duration.ofNanos(CROWDED_NANOS).toMillis()) : millis;
    }

    private void serve(SelectionKey ready) throws IOException {
        if (ready == acceptKey) {
            welcome();
            return;
        }
        Applicant applicant = (Applicant) ready.attachment();
        if (applicant.isRefused()) {
            if (applicant.hasLeft()) {
                remove(applicant);
            }
            return;
        }
        advance(applicant);
    }

    private void welcome() {
        SocketChannel channel = null;
        try {
            channel = socket.channel().accept();
            if (channel != null) {
                begin(channel);
            }
        } catch (IOException e) {
            if (accepted.isOpen()) {
                pause = TimeLimit.of(PAUSE);
                tell(e);
            }
        }
    }

    private void begin(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            if (!(address() instanceof UnixDomainSocketAddress)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            Applicant applicant = new Applicant(channel, options, peer(channel));
            applicant.waitsBy(channel.register(selector, 0, applicant));
            applicants.add(applicant);
            advance(applicant);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private String peer(SocketChannel channel) throws IOException {
        return address() instanceof UnixDomainSocketAddress
                ? "a peer of " + address()
                : channel.getRemoteAddress() + ", a peer of " + address();
    }

    private void advance(Applicant applicant) throws IOException {
        try {
            if (applicant.advance()) {
                applicant.key().cancel();
                selector.selectNow(); // so that the selector lets go of the channel
                applicants.remove(applicant);
                accepted.add(new SocketConnection(
                        applicant.channel(), options, applicant.maxMessageBytes(), applicant.peer()));
            }
        } catch (HandshakeException e) {
            refuse(applicant, withPeer(e, applicant.peer()));
        }
    }

    private static HandshakeException withPeer(HandshakeException e, String peer) {
        String message = e.getMessage() + ", peer=" + peer;
        if (e instanceof AuthenticationException) {
            return new AuthenticationException(message);
        }
        return new HandshakeException(message, e);
    }

    private void refuseTheSlow() {
        for (Applicant applicant : new ArrayList<>(applicants)) {
            boolean slow = applicant.limit().isUp() || isCrowded() && applicant.ageNanos() > CROWDED_NANOS;
            if (slow && !applicant.isRefused()) {
                report(new HandshakeException(
                        "the other side has not finished the handshake in time, peer=" + applicant.peer()));
            }
            if (slow) {
                remove(applicant);
            }
        }
    }

    private void refuse(Applicant applicant, HandshakeException reason) {
        report(reason);
        try {
            applicant.refuse();
        } catch (IOException e) { // it is gone already
            remove(applicant);
        }
    }

    private void remove(Applicant applicant) {
        applicants.remove(applicant);
        closeChannel(applicant);
    }

    private void closeChannel(Applicant applicant) {
        try {
            applicant.channel().close();
        } catch (IOException e) {
            tell(e);
        }
    }

    private void report(IOException reason) {
        refusals.incrementAndGet();
        tell(reason);
    }

    private void tell(IOException reason) {
        try {
            options.onRefused().accept(reason);
        } catch (RuntimeException e) {
            Thread own = Thread.currentThread();
            own.getUncaughtExceptionHandler().uncaughtException(own, e);
        }
    }

    /** The listener is closed, or has failed. */
    private void leave() {
        for (Applicant applicant : applicants) {
            closeChannel(applicant);
        }
        try {
            close();
        } catch (IOException e) {
            tell(e);
        }
    }
}
