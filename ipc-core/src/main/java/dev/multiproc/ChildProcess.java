package dev.multiproc;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A child JVM that runs one {@link ProcessTask}: Python's {@code multiprocessing.Process} with the manners of
 * {@link Thread}. Made by {@link Multiprocessing#process(String, ProcessTask)}; nothing runs before {@link #start()}.
 *
 * <p>The child's standard output and error are the parent's; its standard input is empty.
 *
 * <p><b>Threads</b>: safe for use by many threads of the process that made it; no other process can use it.
 */
public interface ChildProcess {
    /**
     * Starts the child: a new JVM with this JVM's class path. Returns when the operating system has started it; its task
     * may not have begun yet.
     *
     * @return this
     * @throws IllegalStateException if it was started before, or if this process is itself a daemon
     * @throws IllegalArgumentException if the task cannot be serialized; the message names the field at fault
     * @throws MultiprocessingException if the operating system refuses to start a process
     */
    ChildProcess start();

    /**
     * Waits until the child has ended. Returns at once if it has.
     *
     * @throws IllegalStateException if it has not been started, or this process exits without waiting for it
     * @throws InterruptedException if interrupted while waiting
     */
    void join() throws InterruptedException;

    /**
     * Waits until the child has ended or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return true if the child has ended
     * @throws IllegalStateException if it has not been started, or this process exits without waiting for it
     * @throws InterruptedException if interrupted while waiting
     */
    boolean join(Duration timeout) throws InterruptedException;

    /**
     * Whether the child has been started and has not ended.
     *
     * @return true while it runs
     */
    boolean isAlive();

    /**
     * The operating system's number for the child.
     *
     * @return the pid, empty before the start
     */
    OptionalLong pid();

    /**
     * The child's name.
     *
     * @return the name it was made with, or {@code ChildProcess-N} ({@code ChildProcess-N:M} for a child's child)
     */
    String name();

    /**
     * Whether the child ends with its parent.
     *
     * @return true for a daemon
     */
    boolean isDaemon();

    /**
     * Makes the child a daemon, or not. A daemon is ended when this process exits, however it exits (also by {@code kill
     * -9}), and cannot have children. By default a child is what its parent is.
     *
     * @param daemon true for a daemon
     * @return this
     * @throws IllegalStateException if the child was started already
     */
    ChildProcess daemon(boolean daemon);

    /**
     * Gives this child options of its own, on top of the session's for all children; see {@link ChildOptions#plus}. A child with
     * options of its own is started as a new JVM, not from a spare. Its own children get the session's options, and of its
     * environment and system properties what children of every process get.
     *
     * @param options heap, flags, class path, environment, directory, JDK
     * @return this
     * @throws IllegalStateException if the child has been started
     */
    ChildProcess options(ChildOptions options);

    /**
     * How the child ended.
     *
     * @return empty while it has not ended; 0 if its task returned; 1 if its task threw; {@code n} after {@code
     *     System.exit(n)}; {@code -n} if signal {@code n} ended it
     */
    OptionalInt exitCode();

    /**
     * The exception that ended the child.
     *
     * @return empty unless the child's task threw; else an exception whose cause is what the task threw, with the child's
     *     stack trace (where that cannot be read here, a stand-in with its text)
     */
    Optional<ChildFailedException> failure();

    /**
     * Asks the child to end (SIGTERM): its shutdown hooks run. Does not wait; no-op if it has ended. The child does not wait
     * for its own children either: daemons among them end with it, the others go on and see their parent dead. Its exit code
     * is -15.
     *
     * @throws IllegalStateException if it has not been started
     */
    void terminate();

    /**
     * Ends the child at once (SIGKILL). Does not wait; no-op if it has ended.
     *
     * @throws IllegalStateException if it has not been started
     */
    void kill();

    /**
     * A future of this child's end.
     *
     * @return completed with this when the child has ended and {@link #exitCode()} is known, on a thread of the library's that
     *     has nothing else to do then; cancelling it has no effect on the child. A shutdown hook that waits for it without a
     *     limit waits as long as the child goes on, other than in {@link #join()}
     * @throws IllegalStateException if it has not been started
     */
    CompletableFuture<ChildProcess> onExit();
}
