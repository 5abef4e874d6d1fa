package dev.multiproc.redis.queue;

import dev.multiproc.internal.park.Deadline;
import java.util.List;

/** Puts items into a queue. */
final class Puts {
    private static final String NOW = "now";

    private final Remote remote;
    private final Waits waits;
    private final TogetherPuts together;

    Puts(Remote remote, Waits waits, boolean isBounded) {
        this.remote = remote;
        this.waits = waits;
        together = isBounded ? null : new TogetherPuts(this::now);
    }

    /** Puts as many as there is room for, and says how many. */
    private int put(List<byte[]> bodies, String how, String token) {
        String answer =
                Packed.text(remote.act("put", List.of(Remote.bytes(how), Remote.bytes(token), Chunk.of(bodies))));
        if (answer.equals("over")) {
            throw remote.shutDown();
        }
        return Integer.parseInt(answer);
    }

    private void now(List<byte[]> bodies) {
        int unused = put(bodies, NOW, "");
    }

    boolean now(byte[] body) {
        if (together != null) {
            together.put(body);
            return true;
        }
        return put(List.of(body), NOW, "") == 1;
    }

    /** False if the deadline has passed. */
    boolean put(byte[] body, long deadlineNanos) throws InterruptedException {
        if (together != null) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            together.put(body);
            return true;
        }
        List<byte[]> one = List.of(body);
        return waits.until(Waits.FOR_ROOM, deadlineNanos, (how, token) -> put(one, how, token) == 1 ? true : null)
                != null;
    }

    /** How many were put before the deadline or an interrupt. */
    int putAll(List<byte[]> bodies, long deadlineNanos) throws InterruptedException {
        int[] done = {0};
        try {
            Boolean unused = waits.until(
                    Waits.FOR_ROOM, deadlineNanos, (how, token) -> putMore(bodies, done, how, token) ? true : null);
        } catch (InterruptedException e) {
            if (deadlineNanos == Deadline.NEVER || done[0] == 0) {
                throw e;
            }
            Thread.currentThread().interrupt();
        }
        return done[0];
    }

    /** False if there is no room for the next. */
    private boolean putMore(List<byte[]> bodies, int[] done, String how, String token) {
        while (done[0] < bodies.size()) {
            List<byte[]> next = bodies.subList(done[0], Chunk.end(bodies, done[0]));
            int count = put(next, how, token);
            done[0] += count;
            if (count < next.size()) {
                return false;
            }
        }
        return true;
    }
}
