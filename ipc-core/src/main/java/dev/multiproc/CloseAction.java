package dev.multiproc;

/** What is done before a session ends; see {@link Multiprocessing#onClose}. */
@FunctionalInterface
public interface CloseAction {
    /**
     * Does it.
     *
     * @throws InterruptedException if the time for it is up; that is no failure
     * @throws Exception if it fails
     */
    void run() throws Exception;
}
