package dev.multiproc.redis.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Tells the server of finished items without waiting for each: one request at a time is on its way, and what comes meanwhile goes
 * with the next. What failed with a lost connection is told again.
 *
 * <p><b>Threads</b>: used by several at once.
 */
final class Finishes {
    private static final int MOST = 256;
    private static final int MOST_WAITING = 16 * MOST;

    /** When what failed is tried again. */
    static final Executor AGAIN = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final Remote remote;
    private List<Range> waiting = new ArrayList<>();
    private CompletableFuture<byte[]> sent;

    Finishes(Remote remote) {
        this.remote = remote;
    }

    /** Items of a claim, one behind the other. */
    private static final class Range {
        private final String claim;
        private final int from;
        private int to;

        Range(RedisClaim claim) {
            this.claim = claim.record().number();
            from = claim.index();
            to = from;
        }

        boolean grow(RedisClaim next) {
            if (next.index() != to + 1 || !next.record().number().equals(claim)) {
                return false;
            }
            to++;
            return true;
        }
    }

    private static void add(List<Range> ranges, RedisClaim claim) {
        if (ranges.isEmpty() || !ranges.get(ranges.size() - 1).grow(claim)) {
            ranges.add(new Range(claim));
        }
    }

    private static List<byte[]> arguments(List<Range> ranges) {
        List<byte[]> all = new ArrayList<>(3 * ranges.size());
        for (Range each : ranges) {
            all.add(Remote.bytes(each.claim));
            all.add(Remote.bytes(Integer.toString(each.from)));
            all.add(Remote.bytes(Integer.toString(each.to)));
        }
        return all;
    }

    /** Finishes one, and waits for the server; false if it was too late. */
    boolean now(RedisClaim claim) {
        flush();
        return Packed.text(remote.act("finish", arguments(List.of(new Range(claim)))))
                .equals("0");
    }

    void later(RedisClaim claim) {
        boolean isMuch;
        synchronized (this) {
            add(waiting, claim);
            send();
            isMuch = waiting.size() > MOST_WAITING;
        }
        if (isMuch) {
            flush();
        }
    }

    void later(List<RedisClaim> claims) {
        boolean isMuch;
        synchronized (this) {
            claims.forEach(each -> add(waiting, each));
            send();
            isMuch = waiting.size() > MOST_WAITING;
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
        List<Range> now = waiting.size() <= MOST ? waiting : new ArrayList<>(waiting.subList(0, MOST));
        waiting = now.size() == waiting.size()
                ? new ArrayList<>()
                : new ArrayList<>(waiting.subList(MOST, waiting.size()));
        CompletableFuture<byte[]> request = remote.begin("finish", arguments(now));
        sent = request;
        CompletableFuture<byte[]> unused = request.whenComplete((answer, failure) -> ended(now, failure));
    }

    private synchronized void ended(List<Range> ranges, Throwable failure) {
        sent = null;
        if (failure == null) {
            send();
        } else {
            waiting.addAll(0, ranges);
            if (remote.session().isOpen()) {
                AGAIN.execute(this::again);
            }
        }
    }

    private synchronized void again() {
        if (remote.session().isOpen()) {
            send();
        }
    }

    /** Returns when the server knows all that was finished before. */
    void flush() {
        List<Range> rest;
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
