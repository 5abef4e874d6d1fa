package dev.multiproc.pipe;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;

/**
 * Waits until a channel is ready for one kind of operation. One thread waits at a time.
 *
 * <p>By a selector, since that is the wait that has a time limit and ends at an interrupt without closing the channel. It is made
 * when the first wait needs it: most writes never wait.
 */
final class Readiness implements Closeable {
    private final SelectableChannel channel;
    private final int operation;
    private Selector selector;
    private boolean closed;

    /**
     * Begins with no selector.
     *
     * @param channel in non-blocking mode
     * @param operation one of {@link java.nio.channels.SelectionKey}
     */
    Readiness(SelectableChannel channel, int operation) {
        this.channel = channel;
        this.operation = operation;
    }

    /**
     * Waits. The caller has just found that the channel is not ready.
     *
     * @return false if the time is up
     * @throws ClosedChannelException if the channel or this object is closed
     */
    boolean await(TimeLimit limit) throws IOException, InterruptedException {
        try {
            while (!limit.isUp()) {
                Selector own = selector();
                own.select(limit.leftMillis());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                boolean ready = !own.selectedKeys().isEmpty();
                own.selectedKeys().clear();
                if (ready) {
                    return true;
                }
            }
            return false;
        } catch (ClosedSelectorException | CancelledKeyException e) {
            ClosedChannelException closedMeanwhile = new ClosedChannelException();
            closedMeanwhile.initCause(e);
            throw closedMeanwhile;
        }
    }

    private synchronized Selector selector() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (selector == null) {
            Selector made = Selector.open();
            try {
                channel.register(made, operation);
            } catch (IOException | RuntimeException e) {
                made.close();
                throw e;
            }
            selector = made;
        }
        return selector;
    }

    /** Who waits gets a {@link ClosedChannelException}. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (selector != null) {
            selector.close();
        }
    }
}
