package dev.multiproc;

import dev.multiproc.internal.session.Sessions;
import dev.multiproc.memory.SharedValues;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.Synchronizers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A session: the processes that work together and what they share. One object hands out everything; Python's module
 * {@code multiprocessing}.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public interface Multiprocessing extends Synchronizers, SharedValues, AutoCloseable {
    /**
     * Opens a private session in memory. It is gone at {@link #close()} or when its last process is gone.
     *
     * @return the session
     * @throws MultiprocessingException if there is no room or no right to make it
     */
    static Multiprocessing open() {
        return open(Options.defaults());
    }

    /**
     * Opens a private session with options.
     *
     * @param options how it and its children are made
     * @return the session
     * @throws MultiprocessingException if there is no room or no right to make it
     */
    static Multiprocessing open(Options options) {
        return Sessions.open(options);
    }

    /**
     * Opens a durable session in a directory: made if it is not there, re-attached if it is. Its named queues keep what they
     * hold over restarts, also after {@code kill -9} of everything.
     *
     * @param directory the session's own directory
     * @return the session
     * @throws MultiprocessingException if the directory cannot be used, is another version's, or is damaged
     */
    static Multiprocessing open(Path directory) {
        return open(directory, Options.defaults());
    }

    /**
     * Opens a durable session in a directory, with options.
     *
     * @param directory the session's own directory
     * @param options how its children are made
     * @return the session
     * @throws MultiprocessingException if the directory cannot be used, is another version's, or is damaged
     */
    static Multiprocessing open(Path directory, Options options) {
        return Sessions.open(directory, options);
    }

    /**
     * Removes the directories of private sessions whose processes were all killed. Opening a session does so too.
     *
     * @param options where sessions are made
     * @param dryRun true to find them only
     * @return the directories that were, or would be, removed
     * @throws MultiprocessingException if they cannot be read or removed
     */
    static List<Path> clean(Options options, boolean dryRun) {
        return Sessions.clean(options, dryRun);
    }

    /**
     * Saves what can be saved of a durable session that is refused because it is damaged. Of a queue the items before the damage
     * stay; if the control file is damaged nothing does. What does not stay is moved, or copied where a part of a file stays, to a
     * directory {@code damaged-N} in the session's own; nothing is deleted. A session that is whole is not changed.
     *
     * <p><b>Blocking</b>: reads the whole session, and so takes as long as reading its files. Nobody can open it meanwhile.
     *
     * @param directory a durable session's, which nobody uses
     * @return what was damaged, what was kept and what was set aside, a line each; empty if the session is whole
     * @throws MultiprocessingException if there is no session, or it is another version's
     * @throws IllegalStateException if the session is in use
     */
    static List<String> salvage(Path directory) {
        return Sessions.salvage(directory);
    }

    /**
     * In a child: the session that it was started in. Closing it does nothing: it is closed when the child exits.
     *
     * @return the session
     * @throws IllegalStateException if nobody of ours started this process
     */
    static Multiprocessing current() {
        return Sessions.current();
    }

    /**
     * This process. As Python's {@code current_process()}.
     *
     * @return its name ({@code MainProcess} if nobody of ours started it) and pid
     */
    static ProcessInfo currentProcess() {
        return Sessions.currentProcess();
    }

    /**
     * The process that started this one. As Python's {@code parent_process()}.
     *
     * @return empty if nobody of ours started this process
     */
    static Optional<ProcessInfo> parentProcess() {
        return Sessions.parentProcess();
    }

    /**
     * How many processors this JVM may use. As Python's {@code cpu_count()}, but heeding a container's limits.
     *
     * @return at least 1
     */
    static int cpuCount() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * The children that this process started in this session and that have not ended.
     *
     * @return a snapshot
     */
    List<ChildProcess> activeChildren();

    /**
     * Makes a child process; nothing runs before {@link ChildProcess#start()}.
     *
     * @param task its work
     * @return a child named {@code ChildProcess-N}
     */
    ChildProcess process(ProcessTask task);

    /**
     * Makes a named child process; nothing runs before {@link ChildProcess#start()}.
     *
     * @param name its name; need not be unique
     * @param task its work
     * @return the child
     */
    ChildProcess process(String name, ProcessTask task);

    /**
     * Makes a queue without a bound.
     *
     * @param <E> the type of its items
     * @return a new queue
     */
    default <E> SharedQueue<E> queue() {
        return queue(QueueOptions.unbounded());
    }

    /**
     * Makes a queue with a bound.
     *
     * @param <E> the type of its items
     * @param capacity how many items may wait; 0 means no limit
     * @return a new queue
     * @throws IllegalArgumentException if the capacity is negative
     */
    default <E> SharedQueue<E> queue(int capacity) {
        return queue(QueueOptions.bounded(capacity));
    }

    /**
     * Makes a queue.
     *
     * @param <E> the type of its items
     * @param options its bound
     * @return a new queue
     */
    <E> SharedQueue<E> queue(QueueOptions options);

    /**
     * Finds the queue of that name in the session, or makes it without a bound.
     *
     * @param <E> the type of its items
     * @param name 1 to 80 bytes of UTF-8, without slashes and control characters
     * @return the queue
     */
    default <E> SharedQueue<E> queue(String name) {
        return queue(name, QueueOptions.unbounded());
    }

    /**
     * Finds the queue of that name in the session, or makes it. One that exists keeps the options it was made with.
     *
     * @param <E> the type of its items
     * @param name 1 to 80 bytes of UTF-8, without slashes and control characters
     * @param options how it is made if it is not there
     * @return the queue
     * @throws IllegalArgumentException if the name is not allowed, or names something that is not a plain queue
     */
    <E> SharedQueue<E> queue(String name, QueueOptions options);

    /**
     * Makes a joinable queue without a bound.
     *
     * @param <E> the type of its items
     * @return a new queue
     */
    default <E> JoinableQueue<E> joinableQueue() {
        return joinableQueue(QueueOptions.unbounded());
    }

    /**
     * Makes a joinable queue with a bound.
     *
     * @param <E> the type of its items
     * @param capacity how many items may wait; 0 means no limit
     * @return a new queue
     * @throws IllegalArgumentException if the capacity is negative
     */
    default <E> JoinableQueue<E> joinableQueue(int capacity) {
        return joinableQueue(QueueOptions.bounded(capacity));
    }

    /**
     * Makes a joinable queue.
     *
     * @param <E> the type of its items
     * @param options its bound, and what becomes of items whose consumer died
     * @return a new queue
     */
    <E> JoinableQueue<E> joinableQueue(QueueOptions options);

    /**
     * Finds the joinable queue of that name in the session, or makes it without a bound.
     *
     * @param <E> the type of its items
     * @param name 1 to 80 bytes of UTF-8, without slashes and control characters
     * @return the queue
     */
    default <E> JoinableQueue<E> joinableQueue(String name) {
        return joinableQueue(name, QueueOptions.unbounded());
    }

    /**
     * Finds the joinable queue of that name in the session, or makes it. One that exists keeps the options it was made with.
     *
     * @param <E> the type of its items
     * @param name 1 to 80 bytes of UTF-8, without slashes and control characters
     * @param options how it is made if it is not there
     * @return the queue
     * @throws IllegalArgumentException if the name is not allowed, or names something that is not a joinable queue
     */
    <E> JoinableQueue<E> joinableQueue(String name, QueueOptions options);

    /**
     * Ends daemons, joins all other children, frees every file and mapping. If that takes longer than a second it says on standard
     * error whom it waits for: an exception in the body of a {@code try} is not seen before. If interrupted while joining it
     * ends the remaining children too and returns with the interrupt flag set.
     *
     * <p>Whatever fails, the rest is done; what failed is thrown then, and closing again does what is left. Closing what is
     * closed does nothing.
     *
     * <p>JVM exit does the same for a session that was not closed. If a signal causes it, the program waits for children no
     * longer than {@link Options#withExitGrace}, and a child, which {@link ChildProcess#terminate()} ends so, does not wait for
     * its own children.
     *
     * @throws MultiprocessingException if something could not be freed
     */
    @Override
    void close();
}
