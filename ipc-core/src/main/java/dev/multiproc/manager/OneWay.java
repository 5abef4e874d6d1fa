package dev.multiproc.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one-way calls of a client: over a connection of their own, so that they are done in their order. Now and then the manager is
 * asked for an answer, which comes when all calls before are done: so it is known how many are on their way.
 *
 * <p><b>Threads</b>: safe for use by many.
 */
final class OneWay {
    /** A call that waits must not keep a process from its end for ever. */
    private static final Duration AT_END = Duration.ofSeconds(10);

    private final Client client;
    private final ClientCalls calls;
    private final Out out = new Out();

    /** Guards all the rest: one sends, or waits for an answer. */
    private final ReentrantLock lock = new ReentrantLock();

    private Link link;

    /** For each answer that will come: how many calls are done then that were not at the one before. */
    private final Deque<Integer> asked = new ArrayDeque<>();

    /** What is not known to be done: the manager must not drop the objects before. */
    private final Deque<Recorded> inFlight = new ArrayDeque<>();

    private int notAsked;
    private final Runnable withdraw;

    OneWay(Client client, ClientCalls calls) {
        this.client = client;
        this.calls = calls;
        withdraw = client.beforeSessionEnds(this::flushAtEnd);
    }

    /** Sends a call; waits while there are too many. */
    void send(Recorded call) throws InterruptedException {
        Out written = new Out();
        call.write(written);
        int limit = calls.limit();
        lock.lockInterruptibly();
        try {
            Link used = link(Limit.NONE);
            while (inFlight.size() >= limit) {
                if (asked.isEmpty()) {
                    boolean unused = ask(used, Limit.NONE);
                }
                receiveAnswer(used);
            }
            boolean isAsking = notAsked + 1 >= (limit + 1) / 2;
            out.clear();
            Link.writeHead(out, Wire.WORKSHOP, Wire.ONE_WAY, 0);
            out.putByte(isAsking ? 1 : 0);
            out.put(written);
            boolean unused = used.send(out.toBuffer(), Limit.NONE);
            inFlight.add(call);
            notAsked++;
            if (isAsking) {
                noteAsked();
            }
        } finally {
            unlock();
        }
    }

    private Link link(Limit limit) {
        if (link == null) {
            link = client.borrow(limit.leftNanos());
        }
        return link;
    }

    private void noteAsked() {
        asked.add(notAsked);
        notAsked = 0;
    }

    /** Asks for an answer when all calls are done that were sent; false if the time is up. */
    private boolean ask(Link used, Limit limit) throws InterruptedException {
        out.clear();
        Link.writeHead(out, Wire.WORKSHOP, Wire.ANSWER, 0);
        if (!used.send(out.toBuffer(), limit)) {
            return false;
        }
        noteAsked();
        return true;
    }

    private void receiveAnswer(Link used) throws InterruptedException {
        used.receive();
        for (int done = asked.remove(); done > 0; done--) {
            inFlight.remove();
        }
    }

    /** Waits until all are done, and says which have failed. */
    void flush() throws InterruptedException {
        flush(Limit.NONE);
    }

    /** Returns whether all were done in time. */
    boolean flush(Limit limit) throws InterruptedException {
        // Who sends may have it for as long as the manager stands still.
        if (!lock.tryLock(limit.leftNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            Link used = link(limit);
            if (notAsked > 0 && !ask(used, limit)) {
                return false;
            }
            while (!asked.isEmpty()) {
                if (!limit.isNone() && !used.awaitReply(limit.left())) {
                    return false;
                }
                receiveAnswer(used);
            }
            // The manager's thread waits for this: it answers at once.
            out.clear();
            Link.writeHead(out, Wire.WORKSHOP, Wire.FAILURES, 0);
            calls.callWorkshop(used, Wire.FAILURES, out, limit.leftNanos());
            return true;
        } finally {
            unlock();
        }
    }

    /** If a thread waits at the connection, it sees that too, and closes it. */
    void clientEnded() {
        withdraw.run();
        if (lock.tryLock()) {
            unlock();
        }
    }

    private void unlock() {
        if (client.hasEnded()) {
            inFlight.clear();
            asked.clear();
            notAsked = 0;
            if (link != null) {
                link.close();
            }
        }
        lock.unlock();
    }

    private void flushAtEnd() throws InterruptedException {
        if (!client.hasEnded()) {
            finish(AT_END);
        }
    }

    /**
     * Waits until all are done, for the last time.
     *
     * @throws ManagerException if some have failed, or the time is up
     */
    void finish(Duration limit) throws InterruptedException {
        if (!flush(Limit.of(limit))) {
            throw new ManagerException("one-way calls of this process were not done within " + limit
                    + ", and may never be: use Calls.flush to wait for them, " + client.address());
        }
    }
}
