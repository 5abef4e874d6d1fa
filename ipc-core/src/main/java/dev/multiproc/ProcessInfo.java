package dev.multiproc;

/**
 * What a process of a session can know of itself and of its parent.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 *
 * @see Multiprocessing#currentProcess()
 * @see Multiprocessing#parentProcess()
 */
public interface ProcessInfo {
    /**
     * The process's name: {@code MainProcess} where nobody of ours started it, else the name its parent gave it.
     *
     * @return the name, not unique
     */
    String name();

    /**
     * The operating system's number for the process.
     *
     * @return the pid
     */
    long pid();

    /**
     * Whether it is a daemon, which ends with its parent and starts no children.
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
