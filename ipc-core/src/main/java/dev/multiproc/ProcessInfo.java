package dev.multiproc;

/**
 * Information about a process of a session.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 *
 * @see Multiprocessing#currentProcess()
 * @see Multiprocessing#parentProcess()
 */
public interface ProcessInfo {
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
}
