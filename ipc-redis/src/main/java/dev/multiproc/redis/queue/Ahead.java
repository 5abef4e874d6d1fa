package dev.multiproc.redis.queue;

import dev.multiproc.redis.sync.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Items that this process has claimed before its consumers asked for them, because they take many and take them quickly. They are
 * given back as soon as another consumer waits for one.
 *
 * <p><b>Threads</b>: used by several at once.
 */
final class Ahead {
    private static final int QUICK = 32;
    private static final long QUICK_NANOS = 500_000;
    private static final int LEAST_BACKLOG = 64;

    private final Remote remote;
    private final boolean isAllowed;
    private final int capacity;
    private final ArrayDeque<RedisClaim> claims = new ArrayDeque<>();
    private String listener;
    /** How many takes in a row were quick. */
    private int quick;

    private int handedOut;
    private long lastAnswer = System.nanoTime();
    private long backlog;

    Ahead(Remote remote, boolean isAllowed, int capacity) {
        this.remote = remote;
        this.isAllowed = isAllowed;
        this.capacity = capacity;
    }

    /** The next one; null if there is none. */
    RedisClaim poll() {
        return isAllowed ? next() : null;
    }

    private synchronized RedisClaim next() {
        RedisClaim next = claims.poll();
        if (next != null && !isMine(next)) {
            // This process had lost its lease: others have these items.
            claims.clear();
            return null;
        }
        if (next != null) {
            handedOut++;
        }
        return next;
    }

    private boolean isMine(RedisClaim claim) {
        return claim.record().process().equals(remote.session().process());
    }

    /** Up to so many; empty if there are none. */
    List<RedisClaim> poll(int most) {
        if (!isAllowed) {
            return new ArrayList<>();
        }
        List<RedisClaim> all = new ArrayList<>();
        synchronized (this) {
            RedisClaim next = all.size() < most ? next() : null;
            while (next != null) {
                all.add(next);
                next = all.size() < most ? next() : null;
            }
        }
        return all;
    }

    /** How many to ask for. */
    synchronized int wanted() {
        if (!isAllowed) {
            return 1;
        }
        long taken = System.nanoTime() - lastAnswer;
        quick = taken <= QUICK_NANOS * Math.max(1, handedOut) ? Math.min(QUICK, quick + 1) : 0;
        if (quick < QUICK || backlog < LEAST_BACKLOG) {
            return 1;
        }
        long most = Math.min(Chunk.MOST_ITEMS, backlog / 4);
        return (int) Math.max(1, capacity == 0 ? most : Math.min(most, capacity / 4));
    }

    /** What to tell this process of when others wait. */
    synchronized String token() {
        Link link = remote.session();
        if (listener == null) {
            listener = link.waiters().listen(this::giveBack);
        }
        return link.process() + ':' + listener;
    }

    /**
     * Notes an answer of the server.
     *
     * @param left how many items wait there still
     * @param rest what is not handed out at once
     */
    synchronized void answered(long left, List<RedisClaim> rest) {
        claims.addAll(rest);
        backlog = left;
        handedOut = 1;
        lastAnswer = System.nanoTime();
    }

    synchronized int size() {
        return claims.size();
    }

    synchronized RedisClaim peek() {
        return claims.peek();
    }

    synchronized List<RedisClaim> copy() {
        return new ArrayList<>(claims);
    }

    @SuppressWarnings("ReferenceEquality") // Claims of one chunk have one record.
    private synchronized List<RedisClaim> withdraw() {
        quick = 0;
        List<RedisClaim> firsts = new ArrayList<>();
        RedisClaim.Record last = null;
        for (RedisClaim each : claims) {
            if (each.record() != last) {
                firsts.add(each);
                last = each.record();
            }
        }
        claims.clear();
        return firsts;
    }

    private static List<byte[]> arguments(RedisClaim first) {
        return List.of(Remote.bytes(first.record().number()), Remote.bytes(Integer.toString(first.index())));
    }

    /** Gives all back, without waiting for the server. */
    private void giveBack() {
        withdraw().forEach(this::begin);
    }

    private void begin(RedisClaim first) {
        CompletableFuture<byte[]> unused = remote.begin("rest", arguments(first))
                .whenComplete((answer, failure) -> {
                    if (failure != null && remote.session().isOpen()) {
                        Finishes.AGAIN.execute(() -> begin(first));
                    }
                });
    }

    /** Gives all back, and returns when the server knows it. */
    void close() {
        for (RedisClaim each : withdraw()) {
            byte[] unused = remote.raw("rest", arguments(each));
        }
        synchronized (this) {
            if (listener != null) {
                remote.session().waiters().end(listener);
                listener = null;
            }
        }
    }
}
