package dev.multiproc;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A child JVM that runs one {@link ProcessTask}: Python's {@code multiprocessing.Process}, with an interface like that
 * of {@link Thread}. {@link Multiprocessing#process(String, ProcessTask)} creates it; nothing runs before {@link
 * #start()}.
 *
 * <p>The child writes to the parent's standard output and error, unless its options name another {@link ChildOutput}; its
 * standard input is empty.
 *
 * <p><b>Threads</b>: safe for use by many threads of the process that created it. Other processes cannot use it.
 */
public interface ChildProcess extends Awaitable {
    /**
     * Starts the child: a new JVM with this JVM's class path. Returns when the operating system has started it; its
     * task may not have begun yet. Python's {@code start}.
     *
     * @return this
     * @throws IllegalStateException if it was already started, or if this process is itself a daemon
     * @throws IllegalArgumentException if the task cannot be serialized; the message names the field at fault
     * @throws MultiprocessingException if the operating system refuses to start a process, or the file for its output cannot be
     *     written
     */
    ChildProcess start();

    /**
     * Waits until the child has ended. Returns at once if it has. Python's {@code join}.
     *
     * @throws IllegalStateException if it has not been started, or if this process is exiting and does not wait for it
     * @throws InterruptedException if interrupted while waiting
     */
    void join() throws InterruptedException;

    /**
     * Waits until the child has ended or the time is up. Python's {@code join(timeout)}.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return true if the child has ended
     * @throws IllegalStateException if it has not been started, or if this process is exiting and does not wait for it
     * @throws InterruptedException if interrupted while waiting
     */
    boolean join(Duration timeout) throws InterruptedException;

    /**
     * Waits until the child has ended, and throws if it ended with anything but exit code 0.
     *
     * @throws ChildFailedException if it did not, also if this process ended it with {@link #terminate()} or {@link #kill()}: its
     *     work is not done. What its task threw is the cause
     * @throws IllegalStateException if it has not been started, or if this process is exiting and does not wait for it
     * @throws InterruptedException if interrupted while waiting; the child goes on
     */
    void joinOrThrow() throws InterruptedException;

    /**
     * Waits until the child has ended or the time is up, and throws if it did not end with exit code 0.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @throws TimeoutException if it has not ended; it goes on
     * @throws ChildFailedException if it ended otherwise, as of {@link #joinOrThrow()}
     * @throws IllegalStateException if it has not been started, or if this process is exiting and does not wait for it
     * @throws InterruptedException if interrupted while waiting; the child goes on
     */
    void joinOrThrow(Duration timeout) throws InterruptedException, TimeoutException;

    /**
     * Whether the child has been started and has not ended. Python's {@code is_alive}.
     *
     * @return true while it runs
     */
    boolean isAlive();

    /**
     * The operating system's process id of the child. Python's {@code pid}.
     *
     * @return the pid; empty before the start
     */
    OptionalLong pid();

    /**
     * The child's name.
     *
     * @return the name it was created with, or {@code ChildProcess-N} ({@code ChildProcess-N:M} for a child of a child)
     */
    String name();

    /**
     * Whether the child ends with its parent. Python's {@code daemon}.
     *
     * @return true for a daemon
     */
    boolean isDaemon();

    /**
     * A system property: a daemon that is started with {@code true} for it may have children all the same, which are daemons too and
     * so end with it. The process of a {@linkplain dev.multiproc.manager.Manager manager} has it, for its pools.
     */
    String MAY_HAVE_CHILDREN = "multiproc.daemonMayHaveChildren";

    /**
     * Sets whether the child is a daemon. A daemon is ended when this process exits, however it exits (even by {@code
     * kill -9}), and cannot have children. By default a child is a daemon if its parent is one. Python's {@code
     * daemon}.
     *
     * @param daemon true for a daemon
     * @return this
     * @throws IllegalStateException if the child was already started
     */
    ChildProcess daemon(boolean daemon);

    /**
     * Gives this child options of its own, on top of the session's for all children; see {@link ChildOptions#plus}. A child with
     * options of its own is started as a new JVM, not from a spare. Its own children get the session's options, and of its
     * environment and system properties what children of every process get; they write to where it writes.
     *
     * @param options heap, flags, class path, environment, directory, JDK, output
     * @return this
     * @throws IllegalStateException if the child has been started
     */
    ChildProcess options(ChildOptions options);

    /**
     * Has the child started again when its process ends, as a supervisor does. This object then stands for the processes one
     * after another: they have the same name and task, which is serialized anew for each; {@link #pid()} is that of the last
     * one; {@link #isAlive()} is true also between two; and {@link #join()}, {@link #exitCode()}, {@link #failure()} and {@link
     * #onExit()} speak of the end for good: the end of a process that the policy does not follow by another, or any end after
     * {@link #terminate()} or {@link #kill()}, or once the session is being closed or this JVM exits.
     *
     * <p>While actions of {@link Multiprocessing#onClose} run, children are still started again, so that work can be finished. An
     * action that waits for the end of a child under {@link RestartPolicy#always()} therefore calls {@link #terminate()} first. If
     * this process is killed, nobody starts the child again.
     *
     * @param policy when, how often and how soon
     * @return this
     * @throws IllegalStateException if the child has been started
     */
    ChildProcess restart(RestartPolicy policy);

    /**
     * Calls a listener each time the child is going to be started again.
     *
     * @param listener called by a library thread of this child before it waits for the restart, so that a listener that takes long
     *     delays it. Its exceptions go to that thread's uncaught exception handler
     * @return this
     * @throws IllegalStateException if the child has been started
     */
    ChildProcess onRestart(Consumer<Restart> listener);

    /**
     * From now on the child is not started again; the process that runs goes on. If it waits to be started again, it has ended.
     * Does nothing without a {@linkplain #restart policy}.
     */
    void stopRestarts();

    /**
     * How often the child was started again; also shown by {@code multiproc inspect}.
     *
     * @return 0 without a {@linkplain #restart policy}
     */
    int restarts();

    /**
     * How the child ended. Python's {@code exitcode}.
     *
     * @return empty while it has not ended; 0 if its task returned; 1 if its task threw an exception; {@code n} after
     *     {@code System.exit(n)}; {@code -n} if signal {@code n} ended it
     */
    OptionalInt exitCode();

    /**
     * What went wrong, if the child ended badly: its task threw, a signal ended it, it exited with another code than 0, or its JVM
     * ended before it joined the session. A child that this process ended, by {@link #terminate()}, {@link #kill()} or the end of
     * the session, has not failed.
     *
     * @return empty while it runs, and if it ended well; otherwise an exception with the exit code, and with the child's last
     *     lines if its output goes to {@linkplain ChildOutput#lines lines} or a file. If the task threw, the cause is what it
     *     threw, with the child's stack trace; if that cannot be deserialized here, a substitute with its text
     */
    Optional<ChildFailedException> failure();

    /**
     * Interrupts the thread that runs the child's task, as {@link Thread#interrupt} does: a task that waits, say in {@code take}
     * or {@code sleep}, gets an {@link InterruptedException}. If the task does not catch it, the child ends with exit code 1 and
     * its stack trace. No signal is sent, and shutdown hooks and {@link Multiprocessing#onClose} actions run as usual.
     *
     * <p>Does not wait; the interrupt happens within about 50 milliseconds, or 150 in a child that has just begun. One that is asked for before the task has begun happens
     * when it begins; several that are asked for at once are one. A child whose task has ended, or which has ended itself, is
     * left alone. Other threads of the child are not interrupted.
     *
     * @throws IllegalStateException if it has not been started
     */
    void interrupt();

    /**
     * Asks the child to end (SIGTERM), so its shutdown hooks run. Does not wait. Does nothing if the child has ended.
     * The child does not wait for its own children: daemons among them end with it, the others go on without a parent.
     * Its exit code is -15. Python's {@code terminate}.
     *
     * @throws IllegalStateException if it has not been started
     */
    void terminate();

    /**
     * Ends the child at once (SIGKILL). Does not wait. Does nothing if the child has ended. Python's {@code kill}.
     *
     * @throws IllegalStateException if it has not been started
     */
    void kill();

    /**
     * A future that completes when this child ends. It serves the purpose of Python's {@code sentinel}.
     *
     * @return a future that completes with this object when the child has ended and {@link #exitCode()} is known. A
     *     library thread that has no other work completes it. Cancelling it has no effect on the child. Unlike {@link
     *     #join()}, a shutdown hook that waits for it without a limit waits as long as the child runs
     * @throws IllegalStateException if it has not been started
     */
    CompletableFuture<ChildProcess> onExit();
}
