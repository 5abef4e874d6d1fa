package dev.multiproc.pipe;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Connections that wait for {@link Listener#accept}, in the order in which their handshakes were finished. */
final class AcceptedPeers {
    private static final int PLACES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Connection> waiting = new ArrayDeque<>();

    /** Why there is nothing to accept any more; null while there is. */
    private Exception end;

    /** Puts a connection at the end; closes it if nobody will take it. */
    void add(Connection connection) {
        lock.lock();
        try {
            if (end == null) {
                waiting.add(connection);
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return waiting.size() < PLACES;
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return end == null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a connection; null if the time is up. */
    Connection take(TimeLimit limit) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (end == null && waiting.isEmpty()) {
                if (limit.isUp()) {
                    return null;
                }
                if (limit.isNone()) {
                    changed.await();
                } else {
                    changed.await(limit.leftNanos(), TimeUnit.NANOSECONDS);
                }
            }
            if (end instanceof ClosedChannelException) {
                throw new ClosedChannelException();
            }
            if (end != null) {
                throw new IOException("the listener has failed and accepts no more peers: " + end, end);
            }
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits and closes what nobody has taken. Only the first call's reason counts. */
    void close(Exception reason) {
        Deque<Connection> left;
        lock.lock();
        try {
            if (end == null) {
                end = reason;
            }
            left = new ArrayDeque<>(waiting);
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(Connection::close);
    }
}
