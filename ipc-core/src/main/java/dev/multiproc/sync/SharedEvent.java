package dev.multiproc.sync;

import java.util.concurrent.TimeUnit;

/**
 * A flag that processes wait for: Python's {@code multiprocessing.Event}.
 *
 * <p>Setting it wakes all who wait, also when it is cleared again before they have run: nobody who waited is left behind. (In
 * Python such a waiter may go on waiting.)
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. It can be captured by a task and put
 * into a queue, and arrives as the same event. <b>Blocking</b>: waiting uses no processor; an interrupt ends it at once.
 * <b>Death</b>: nobody waits for a dead waiter; an event whose setter died inside {@code set} is set and has woken all, or is
 * not. <b>Memory</b>: actions before a set happen-before actions after a wait that it ended, in another process too as far as
 * shared memory goes.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed.
 */
public interface SharedEvent {
    /**
     * The event's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /** Sets it and wakes all who wait. Does nothing if it is set. */
    void set();

    /** Makes it unset: later waits block. Does nothing if it is not set. */
    void clear();

    /**
     * Whether it is set.
     *
     * @return true if it is, as far as a look tells
     */
    boolean isSet();

    /**
     * Waits until it is set.
     *
     * @throws InterruptedException if interrupted before or while waiting
     */
    void await() throws InterruptedException;

    /**
     * Waits until it is set, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if it is set, or was in the meantime
     * @throws InterruptedException if interrupted before or while waiting
     */
    boolean await(long timeout, TimeUnit unit) throws InterruptedException;
}
