package dev.multiproc.redis.sync;

import dev.multiproc.internal.park.Deadline;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A thread that waits for a wake-up from the server. Of one thread; messages come from others. */
public final class Waiter implements AutoCloseable {
    /** After this time without a message it looks itself, since messages are lost with a connection. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What it is told by the server, and finds when it looks, while it has to wait. */
    public static final String WAIT = "wait";

    private final Waiters waiters;
    private final String number;
    private final String token;
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();

    /** Looks at the server what has become of a wait. */
    public interface Look {
        /** {@link #WAIT} while it goes on; otherwise what the message would have been. */
        String now();
    }

    Waiter(Waiters waiters, String process, String number) {
        this.waiters = waiters;
        this.number = number;
        this.token = process + ':' + number;
    }

    /** Names this wait at the server; no other wait ever has the same. */
    public String token() {
        return token;
    }

    void tell(String message) {
        messages.add(message);
    }

    /**
     * Waits for a message.
     *
     * @return null if the deadline passes first
     */
    public String await(long deadlineNanos, Look look) throws InterruptedException {
        while (true) {
            long left = Deadline.left(deadlineNanos);
            String message = left <= 0 ? messages.poll() : park(Math.min(left, LOOK_NANOS));
            if (Waiters.CLOSED.equals(message)) {
                throw new IllegalStateException("the session is closed");
            }
            if (message == null && left > LOOK_NANOS || Waiters.LOOK.equals(message)) {
                message = look.now();
                waiters.looked(!WAIT.equals(message) && messages.isEmpty());
            }
            if (message != null && !WAIT.equals(message)) {
                return message;
            }
            if (message == null && left <= 0) {
                return null;
            }
        }
    }

    private String park(long nanos) throws InterruptedException {
        return messages.poll(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        waiters.end(number);
    }
}
