package dev.multiproc.redis.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Tells the server of finished items without waiting for each: one request at a time is on its way, and what comes meanwhile goes
 * with the next. What failed with a lost connection is told again.
 *
 * <p><b>Threads</b>: used by several at once.
 */
final class Finishes {
    private static final int MOST = 256;

    private final Remote remote;
    private List<RedisClaim> waiting = new ArrayList<>();
    private CompletableFuture<byte[]> sent;

    Finishes(Remote remote) {
        this.remote = remote;
    }

    private static List<byte[]> arguments(List<RedisClaim> claims) {
        List<byte[]> all = new ArrayList<>(2 * claims.size());
        for (RedisClaim each : claims) {
            all.add(Remote.bytes(Long.toString(each.id())));
            all.add(Remote.bytes(each.fence()));
        }
        return all;
    }

    /** Finishes one, and waits for the server; false if it was too late. */
    boolean now(RedisClaim claim) {
        flush();
        return Packed.text(remote.act("finish", arguments(List.of(claim)))).equals("0");
    }

    void later(List<RedisClaim> claims) {
        boolean isMuch;
        synchronized (this) {
            waiting.addAll(claims);
            send();
            isMuch = waiting.size() > 16 * MOST;
        }
        if (isMuch) {
            flush();
        }
    }

    /** With this held. */
    private void send() {
        if (sent != null || waiting.isEmpty()) {
            return;
        }
        List<RedisClaim> now = waiting.size() <= MOST ? waiting : new ArrayList<>(waiting.subList(0, MOST));
        waiting = now.size() == waiting.size()
                ? new ArrayList<>()
                : new ArrayList<>(waiting.subList(MOST, waiting.size()));
        CompletableFuture<byte[]> request = remote.begin("finish", arguments(now));
        sent = request;
        CompletableFuture<byte[]> unused = request.whenComplete((answer, failure) -> ended(now, failure));
    }

    private synchronized void ended(List<RedisClaim> claims, Throwable failure) {
        sent = null;
        if (failure == null) {
            send();
        } else {
            waiting.addAll(0, claims);
        }
    }

    /** Returns when the server knows all that was finished before. */
    void flush() {
        List<RedisClaim> rest;
        CompletableFuture<byte[]> last;
        synchronized (this) {
            last = sent;
            rest = waiting;
            if (last == null && rest.isEmpty()) {
                return;
            }
            waiting = new ArrayList<>();
        }
        for (int begin = 0; begin < rest.size(); begin += MOST) {
            // On the same connection, so behind what was sent before.
            byte[] unused = remote.act("finish", arguments(rest.subList(begin, Math.min(rest.size(), begin + MOST))));
        }
        if (rest.isEmpty() && last != null && !last.isDone()) {
            byte[] unused = remote.raw("state");
        }
    }
}
