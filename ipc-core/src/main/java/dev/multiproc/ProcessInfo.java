package dev.multiproc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Information about a process of a session.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 *
 * @see Multiprocessing#currentProcess()
 * @see Multiprocessing#parentProcess()
 */
public interface ProcessInfo extends Awaitable {
    /**
     * The process's name: {@code MainProcess} if it was not started by this library, otherwise the name its parent gave
     * it.
     *
     * @return the name, not unique
     */
    String name();

    /**
     * The operating system's process id.
     *
     * @return the pid
     */
    long pid();

    /**
     * Whether it is a daemon: a process that ends with its parent and cannot start children.
     *
     * @return true for a daemon
     */
    boolean isDaemon();

    /**
     * Whether it is still running. A stopped process (SIGSTOP) is alive, a zombie is not.
     *
     * @return true while it lives
     */
    boolean isAlive();

    /**
     * Waits until the process has ended. So a child that is not a daemon can wait for its parent. A parent that ends by itself
     * waits for such children first, so this is for a parent that is killed, or that tells its child otherwise that it ends.
     *
     * <p>The end is noticed within about 50 milliseconds.
     *
     * @throws IllegalStateException if it is this process, or if the session ends here meanwhile
     * @throws InterruptedException if interrupted while waiting
     */
    void join() throws InterruptedException;

    /**
     * Waits until the process has ended or the time is up; see {@link #join()}.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return true if the process has ended
     * @throws IllegalStateException if it is this process, or if the session ends here meanwhile
     * @throws InterruptedException if interrupted while waiting
     */
    boolean join(Duration timeout) throws InterruptedException;

    /**
     * A future that completes when the process ends.
     *
     * @return completes with this object, on a thread of the library that has no other work; fails with an
     *     {@link IllegalStateException} if the session ends here first. Cancelling it has no effect on the process
     * @throws IllegalStateException if it is this process
     */
    CompletableFuture<ProcessInfo> onExit();
}
