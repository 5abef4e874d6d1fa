package dev.multiproc.redis.queue;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.redis.sync.Waiter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Has threads wait for something of a queue. The server wakes as many as can go on; each looks itself, and may wait again. */
final class Waits {
    static final String FOR_ITEMS = ":t";
    static final String FOR_ROOM = ":u";
    static final String FOR_THE_END = ":j";

    private final Remote remote;
    private final Runnable checkOpen;
    /** By a wait's token: when something is due that ends it, though nobody wakes it. */
    private final Map<String, Long> dues = new ConcurrentHashMap<>();

    Waits(Remote remote, Runnable checkOpen) {
        this.remote = remote;
        this.checkOpen = checkOpen;
    }

    /** One try. */
    interface Try<T> {
        /**
         * Does it, or else, if how is {@code wait}, has the server wake the token's thread.
         *
         * @return null if it has to wait
         */
        T now(String how, String token);
    }

    /** Takes down what the server said: '0' and the microseconds until something is due. */
    void setDue(String token, byte[] answer) {
        long micros = Long.parseLong(Packed.text(answer).substring(1));
        if (micros < 0 || token.isEmpty()) {
            dues.remove(token);
        } else {
            // A little later rather than too early.
            dues.put(token, System.nanoTime() + (micros + 200) * 1000);
        }
    }

    /** Tries until it is done; null if the deadline passes first. */
    <T> T until(String list, long deadlineNanos, Try<T> attempt) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        T done = attempt.now("now", "");
        if (done != null || Deadline.left(deadlineNanos) <= 0) {
            return done;
        }
        try (Waiter waiter = remote.session().waiters().begin(remote.session().process())) {
            return until(list, deadlineNanos, attempt, waiter);
        }
    }

    private <T> T until(String list, long deadlineNanos, Try<T> attempt, Waiter waiter) throws InterruptedException {
        String token = waiter.token();
        boolean isEnded = false;
        try {
            while (true) {
                T done = attempt.now("wait", token);
                if (done != null) {
                    isEnded = true;
                    return done;
                }
                if (Deadline.left(deadlineNanos) <= 0) {
                    return null;
                }
                Long due = dues.get(token);
                long limit = due == null ? deadlineNanos : Deadline.earlier(deadlineNanos, due);
                String unused = waiter.await(limit, () -> look(list, token));
            }
        } finally {
            dues.remove(token);
            if (!isEnded) {
                cancel(list, token);
            }
        }
    }

    private String look(String list, String token) {
        checkOpen.run();
        return remote.word("look", list, token);
    }

    private void cancel(String list, String token) {
        try {
            byte[] unused = remote.act("cancel", list, token);
        } catch (IllegalStateException e) {
            // The queue was deleted, or the session is closed: nobody waits any more.
        }
    }
}
