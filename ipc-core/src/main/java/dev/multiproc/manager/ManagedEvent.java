package dev.multiproc.manager;

import java.util.concurrent.TimeUnit;

/**
 * A flag in a manager's process, for which one can wait. Python's {@code Manager.Event}.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Death</b>: {@link ManagerException} if the manager's process has
 * ended.
 */
public interface ManagedEvent {
    /** Sets the flag and wakes all that wait. */
    void set();

    /** Clears the flag. */
    void clear();

    /**
     * Whether the flag is set.
     *
     * @return true if so
     */
    boolean isSet();

    /**
     * Waits until the flag is set.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    void await() throws InterruptedException;

    /**
     * Waits until the flag is set or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit its unit
     * @return whether it was set in time
     * @throws InterruptedException if interrupted while waiting
     */
    boolean await(long timeout, TimeUnit unit) throws InterruptedException;
}
