package dev.multiproc.sync;

import dev.multiproc.Awaitable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A flag that processes wait for: Python's {@code multiprocessing.Event}.
 *
 * <p>Setting the event wakes all waiting threads, even if it is cleared again before they run. (In Python such a thread
 * may continue to wait.)
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a
 * queue can carry it; the receiver gets the same event. <b>Blocking</b>: waiting uses no processor time; an interrupt
 * ends it at once. <b>Death</b>: a dead waiter blocks nobody. If a process dies inside {@code set}, the event either is
 * set and its waiters wake, or it is not set. <b>Memory</b>: actions before a set happen-before actions after a wait
 * that it ended; between processes this applies to accesses to shared memory.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed.
 */
public interface SharedEvent extends Awaitable {
    /**
     * The event's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the event for all processes: its name is free at once, and its place among the session's objects too. Threads that wait for it
     * get {@link dev.multiproc.ObjectDeletedException}, and so does every later call.
     * In other processes that takes up to 100 ms.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /** Sets the event and wakes all waiting threads. Does nothing if it is set. Python's {@code set}. */
    void set();

    /** Clears the event, so that later waits block. Does nothing if it is not set. Python's {@code clear}. */
    void clear();

    /**
     * Whether the event is set; a racy check. Python's {@code is_set}.
     *
     * @return true if it is set
     */
    boolean isSet();

    /**
     * Waits until the event is set. Python's {@code wait}.
     *
     * @throws InterruptedException if interrupted before or while waiting
     */
    void await() throws InterruptedException;

    /**
     * Waits until the event is set, or the time is up. Python's {@code wait(timeout)}.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if it is set, or was set while this thread waited
     * @throws InterruptedException if interrupted before or while waiting
     */
    boolean await(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Waits until the event is set, or the time is up. Python's {@code wait(timeout)}.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return true if it is set, or was set while this thread waited
     * @throws InterruptedException if interrupted before or while waiting
     */
    default boolean await(Duration timeout) throws InterruptedException {
        return await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }
}
