package dev.multiproc.redis.sync;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of this process that wait for wake-ups from the server, by number.
 *
 * <p><b>Threads</b>: used by several at once.
 */
public final class Waiters {
    static final String CLOSED = "closed";
    static final String LOOK = "look";

    private final Map<String, Waiter> waiting = new ConcurrentHashMap<>();
    private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicLong rescues = new AtomicLong();
    private volatile boolean isClosed;

    /** Enters a thread of a process, before it says so to the server. */
    public Waiter begin(String process) {
        String number = Long.toString(lastNumber.incrementAndGet());
        Waiter waiter = new Waiter(this, process, number);
        waiting.put(number, waiter);
        if (isClosed) {
            waiter.tell(CLOSED);
        }
        return waiter;
    }

    /**
     * Has something done whenever a message for a number comes.
     *
     * @param listener must not wait
     * @return the number
     */
    public String listen(Runnable listener) {
        String number = Long.toString(lastNumber.incrementAndGet());
        listeners.put(number, listener);
        return number;
    }

    /** Ends a wait, or what listens. */
    public void end(String number) {
        waiting.remove(number);
        listeners.remove(number);
    }

    /** Passes on what came on this process's channel: the number of a wait, a blank, and a message. */
    public void receive(String text) {
        int blank = text.indexOf(' ');
        if (blank < 0) {
            return;
        }
        String number = text.substring(0, blank);
        Waiter waiter = waiting.get(number);
        if (waiter != null) {
            waiter.tell(text.substring(blank + 1));
        }
        Runnable listener = listeners.get(number);
        if (listener != null) {
            listener.run();
        }
    }

    /** Has all look at the server: after a reconnect, and when an object was deleted. */
    public void lookAll() {
        waiting.values().forEach(waiter -> waiter.tell(LOOK));
    }

    /** Ends all waits with an {@link IllegalStateException}. */
    public void close() {
        isClosed = true;
        waiting.values().forEach(waiter -> waiter.tell(CLOSED));
    }

    void looked(boolean wasRescued) {
        if (wasRescued) {
            rescues.incrementAndGet();
        }
    }

    /** How many waits have ended by a look, though no message had come. */
    public long rescues() {
        return rescues.get();
    }
}
