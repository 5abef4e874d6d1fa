package dev.multiproc;

import dev.multiproc.codec.Codec;
import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.MachineInspection;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.internal.entry.SessionEntry;
import dev.multiproc.manager.Manager;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.ProcessPool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A session: the processes that work together and the objects they share. This one object creates everything; it
 * corresponds to Python's module {@code multiprocessing}.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public interface Multiprocessing extends SharedObjects, AutoCloseable {
    /**
     * Opens a private session in memory. It is removed at {@link #close()} or when its last process has ended.
     *
     * @return the session
     * @throws MultiprocessingException if the directory for it cannot be created, for lack of space or permission
     */
    static Multiprocessing open() {
        return open(Options.defaults());
    }

    /**
     * Opens a private session with options.
     *
     * @param options the options for it and its children
     * @return the session
     * @throws MultiprocessingException if the directory for it cannot be created, for lack of space or permission
     */
    static Multiprocessing open(Options options) {
        return SessionEntry.get().open(options);
    }

    /**
     * Opens a durable session in a directory. Creates it if it does not exist, attaches to it otherwise. Its named
     * queues keep their items over restarts, even after {@code kill -9} of all processes.
     *
     * @param directory a directory that is used for this session only
     * @return the session
     * @throws MultiprocessingException if the directory cannot be used, belongs to another version of the library, or
     *     is damaged
     */
    static Multiprocessing open(Path directory) {
        return open(directory, Options.defaults());
    }

    /**
     * Opens a durable session in a directory, with options. See {@link #open(Path)}.
     *
     * @param directory a directory that is used for this session only
     * @param options the options for its children
     * @return the session
     * @throws MultiprocessingException if the directory cannot be used, belongs to another version of the library, or
     *     is damaged
     */
    static Multiprocessing open(Path directory, Options options) {
        return SessionEntry.get().open(directory, options);
    }

    /**
     * Opens the session at an address: {@code local:/} for a private session as of {@link #open(Options)}, {@code
     * file:///DIRECTORY} for a durable one as of {@link #open(Path, Options)}. Other schemes are those of a {@link
     * dev.multiproc.spi.SessionProvider} on the class path.
     *
     * @param address of the session
     * @param options the options for it and its children
     * @return the session
     * @throws IllegalArgumentException if the address has no scheme, or says something that its scheme does not know
     * @throws MultiprocessingException if the session cannot be opened, or there is nothing that opens such sessions
     */
    static Multiprocessing open(URI address, Options options) {
        return SessionEntry.get().open(address, options);
    }

    /**
     * Opens the session at an address. See {@link #open(URI, Options)}.
     *
     * @param address of the session
     * @return the session
     * @throws IllegalArgumentException if the address has no scheme, or says something that its scheme does not know
     * @throws MultiprocessingException if the session cannot be opened, or there is nothing that opens such sessions
     */
    static Multiprocessing open(URI address) {
        return open(address, Options.defaults());
    }

    /**
     * Removes the directories of private sessions whose processes were all killed. Opening a session does this too.
     *
     * @param options say where sessions are created
     * @param dryRun true to only find them
     * @return the directories that were, or would be, removed
     * @throws MultiprocessingException if they cannot be read or removed
     */
    static List<Path> clean(Options options, boolean dryRun) {
        return SessionEntry.get().clean(options, dryRun);
    }

    /**
     * Repairs a durable session that cannot be opened because it is damaged. In a damaged queue, the items before the
     * damage are kept. If the control file is damaged, nothing is kept. Everything else is moved to a directory {@code
     * damaged-N} within the session's directory, or copied there if a part of the file is kept; nothing is deleted. An
     * undamaged session is not changed.
     *
     * <p><b>Blocking</b>: reads all files of the session, which takes time. Nobody can open the session meanwhile.
     *
     * @param directory the directory of a durable session that no process uses
     * @return one line each for what was damaged, kept and set aside; empty if the session is undamaged
     * @throws MultiprocessingException if there is no session, or it belongs to another version of the library
     * @throws IllegalStateException if the session is in use
     */
    static List<String> salvage(Path directory) {
        return SessionEntry.get().salvage(directory);
    }

    /**
     * Finds the private sessions of this user: also those of other programs, and those whose processes were all killed.
     *
     * @param options say where sessions are created
     * @return their directories, the oldest first
     * @throws MultiprocessingException if the directory of sessions cannot be read
     */
    static List<Path> sessions(Options options) {
        return SessionEntry.get().sessions(options);
    }

    /**
     * Looks at a session from outside: which processes and shared objects it has, and which process waits for what. This process
     * does not join it, and no process of it is disturbed; all of them may be stopped or dead.
     *
     * @param directory of a durable session, or one of {@link #sessions}
     * @return the session as it is now
     * @throws MultiprocessingException if there is no session, it is damaged, or it belongs to another version of the library
     */
    static SessionInspection inspect(Path directory) {
        return SessionEntry.get().inspect(directory);
    }

    /**
     * Looks at a server at which sessions are, without joining one of them. Close what it returns.
     *
     * @param address of the server; that it names a session is not needed
     * @return the server
     * @throws MultiprocessingException if it cannot be reached, or there is nothing on the class path that knows the scheme
     * @throws IllegalArgumentException if the address says something that its scheme does not know
     * @throws UnsupportedOperationException if sessions of this scheme are at no server
     */
    static ServerInspection inspectServer(URI address) {
        return SessionEntry.get().inspectServer(address);
    }

    /**
     * Looks from outside at what went through a queue: the items that wait or are worked on, those that became dead letters, and the
     * last of the finished ones, as far as the queue still has them on file. This process does not join the session, and no process of
     * it is disturbed. What changes meanwhile may be seen or not.
     *
     * @param directory of a durable session, or one of {@link #sessions}
     * @param queue the queue's name
     * @param visitor gets the items, in the order in which they were put
     * @throws java.util.NoSuchElementException if the session has no queue of that name
     * @throws MultiprocessingException if there is no session, it cannot be read, or it belongs to another version of the library
     */
    static void history(Path directory, String queue, Consumer<? super HistoryEntry> visitor) {
        SessionEntry.get().history(directory, queue, visitor);
    }

    /**
     * Looks at what this machine and this JVM's environment give: how threads are woken, where sessions are made.
     *
     * @param options say where sessions are created
     * @return what is there now
     * @throws MultiprocessingException if the directory of sessions cannot be determined
     */
    static MachineInspection inspectMachine(Options options) {
        return SessionEntry.get().inspectMachine(options);
    }

    /**
     * Returns, in a child, the session in which it was started. Closing it does nothing; it is closed when the child
     * exits.
     *
     * @return the session
     * @throws IllegalStateException if this process was not started by this library
     */
    static Multiprocessing current() {
        return SessionEntry.get().current();
    }

    /**
     * Returns the sessions that are open in this process: those that it has opened, and in a child also the one in which it was
     * started.
     *
     * @return the sessions, in no order; a copy
     */
    static List<Multiprocessing> openSessions() {
        return SessionEntry.get().openSessions();
    }

    /**
     * This process. Python's {@code current_process()}.
     *
     * @return its name ({@code MainProcess} if it was not started by this library) and pid
     */
    static ProcessInfo currentProcess() {
        return SessionEntry.get().currentProcess();
    }

    /**
     * The process that started this one. Python's {@code parent_process()}.
     *
     * @return empty if this process was not started by this library
     */
    static Optional<ProcessInfo> parentProcess() {
        return SessionEntry.get().parentProcess();
    }

    /**
     * How many processors this JVM may use. Python's {@code cpu_count()}, but respects the limits of a container.
     *
     * @return at least 1
     */
    static int cpuCount() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * The children that this process started in this session and that have not ended. Python's {@code
     * active_children()}.
     *
     * @return a snapshot
     */
    List<ChildProcess> activeChildren();

    /**
     * Creates a child process; nothing runs before {@link ChildProcess#start()}. Python's {@code Process(target=task)}.
     *
     * @param task its work
     * @return a child named {@code ChildProcess-N}
     */
    ChildProcess process(ProcessTask task);

    /**
     * Creates a named child process; nothing runs before {@link ChildProcess#start()}. Python's {@code
     * Process(target=task, name=name)}.
     *
     * @param name its name; need not be unique
     * @param task its work
     * @return the child
     */
    ChildProcess process(String name, ProcessTask task);

    /**
     * The same session, with methods that create only: a method with a name throws {@link ObjectExistsException} if any object has
     * the name. So exactly one of several processes makes the object, and knows that it did. Python's {@code create=True}.
     *
     * @return a view of this session's objects
     */
    SharedObjects createOnly();

    /**
     * The same session, with methods that find only: a method with a name throws {@link java.util.NoSuchElementException} if no
     * object has the name; what it is told about a new object has no effect, except that the length of an array has to fit. A
     * method without a name throws {@link UnsupportedOperationException}. Python's {@code create=False}.
     *
     * @return a view of this session's objects
     */
    SharedObjects openOnly();

    /**
     * Waits until at least one of several queues, ends of pipes, events, latches and processes is ready; {@link Awaitable} says what that means for
     * each. Takes nothing: another thread or process may be quicker with an item, so use {@code poll} on what is ready. Python's
     * {@code multiprocessing.connection.wait}.
     *
     * <p><b>Blocking</b>: waiting uses no processor time. <b>Threads</b>: an interrupt ends the wait.
     *
     * @param <T> the type of what is awaited
     * @param timeout how long to wait; zero or less means do not wait
     * @param awaited objects of this session, and processes
     * @return all that are ready, in their order; empty if the time is up, or if there is nothing to wait for
     * @throws IllegalArgumentException if an object belongs to another session
     * @throws IllegalStateException if a child has not been started, a process is this one, or a queue or the session is closed
     * @throws InterruptedException if interrupted while waiting
     */
    <T extends Awaitable> List<T> awaitAny(Duration timeout, Collection<? extends T> awaited)
            throws InterruptedException;

    /**
     * Waits without a time limit; see {@link #awaitAny(Duration, Collection)}.
     *
     * @param <T> the type of what is awaited
     * @param awaited objects of this session, and processes
     * @return all that are ready, in their order; empty if there is nothing to wait for
     * @throws IllegalArgumentException if an object belongs to another session
     * @throws IllegalStateException if a child has not been started, or a queue or the session is closed
     * @throws InterruptedException if interrupted while waiting
     */
    default <T extends Awaitable> List<T> awaitAny(Collection<? extends T> awaited) throws InterruptedException {
        return awaitAny(Duration.ofSeconds(Long.MAX_VALUE), awaited);
    }

    /**
     * Waits without a time limit; see {@link #awaitAny(Duration, Collection)}.
     *
     * @param awaited objects of this session, and processes
     * @return all that are ready, in their order; empty if there is nothing to wait for
     * @throws IllegalArgumentException if an object belongs to another session
     * @throws IllegalStateException if a child has not been started, a process is this one, or a queue or the session is closed
     * @throws InterruptedException if interrupted while waiting
     */
    default List<Awaitable> awaitAny(Awaitable... awaited) throws InterruptedException {
        return awaitAny(Duration.ofSeconds(Long.MAX_VALUE), List.of(awaited));
    }

    /**
     * Makes a pool of worker processes. Python's {@code Pool(workers)}.
     *
     * @param workers how many workers it has at most
     * @return the pool
     * @throws IllegalArgumentException if there are too few or too many
     * @throws IllegalStateException if this process is a daemon, which may have no children, or the session is closed
     */
    default ProcessPool pool(int workers) {
        return pool(PoolOptions.workers(workers));
    }

    /**
     * Makes a pool of worker processes.
     *
     * @param options how it works
     * @return the pool
     * @throws IllegalArgumentException if the pool's initializer or exit hook cannot be serialized
     * @throws IllegalStateException if this process is a daemon, which may have no children, or the session is closed
     */
    default ProcessPool pool(PoolOptions options) {
        return ProcessPool.open(this, options);
    }

    /**
     * Starts a manager: a process that holds plain Java objects, which all processes of the session can use. Python's {@code
     * Manager()}.
     *
     * @return the manager
     * @throws IllegalStateException if this process is a daemon, which may have no children, or the session is closed
     */
    default Manager manager() {
        return manager(ChildOptions.defaults());
    }

    /**
     * Starts a manager, whose JVM is started with options.
     *
     * @param options among them how much memory its objects may take
     * @return the manager
     * @throws IllegalStateException if this process is a daemon, which may have no children, or the session is closed
     */
    default Manager manager(ChildOptions options) {
        return Manager.open(this, options);
    }

    /**
     * What turns this session's items into bytes: the one of {@link Options#withCodec}, or the default one with the session's filter.
     *
     * @return the codec
     */
    Codec codec();

    /**
     * Has something done before the session ends, while its queues, locks and children can still be used: for a graceful end, as
     * in "stop producing, wait until the queue is empty, leave". The action runs once, however the session ends, except if the
     * process is killed (SIGKILL) or halted:
     *
     * <ul>
     *   <li>at {@link #close()}, on the thread that closes, before the children are ended or joined;
     *   <li>otherwise when the JVM exits, also because of SIGTERM, SIGHUP or Ctrl-C, on a thread of the library. It then has as
     *       long as {@link Options#withExitGrace} says, together with the children at a signal; it is interrupted after that, and
     *       the exit goes on. An {@link InterruptedException} that it throws then is no failure.
     * </ul>
     *
     * <p>The program's other threads go on meanwhile; one that puts into a queue that the action shuts down gets a {@link
     * dev.multiproc.queue.QueueShutdownException}.
     *
     * <p>Several actions run one after the other, the last one given first. If one throws, the others still run; {@code close()}
     * throws the exception at its end, and a JVM that exits prints it. In a child, actions of its {@link #current()} session run
     * when the child exits; a child that {@link ChildProcess#terminate()} ends runs them too. Python has {@code
     * atexit.register} and {@code multiprocessing.util.Finalize}.
     *
     * @param action what to do. It may start children and use all shared objects. If it closes the session, that does nothing
     * @return withdraws the action when it is run; that does nothing once the action has begun
     * @throws IllegalStateException if the session is closed
     */
    Runnable onClose(CloseAction action);

    /**
     * Runs the actions given to {@link #onClose}, ends daemon children, joins all other children, and releases all files and
     * mappings. If that takes longer than a
     * second, it reports on standard error which children it waits for, since an exception from the body of a {@code
     * try} statement only becomes visible afterwards. If the thread is interrupted while joining, it ends the remaining
     * children too and returns with the interrupt flag set.
     *
     * <p>If one step fails, the others are still done and the failure is thrown at the end; closing again does what is
     * left. Closing a closed session does nothing.
     *
     * <p>JVM exit closes a session that is still open. If a signal causes the exit, the program waits for its children
     * no longer than {@link Options#withExitGrace}; and a child that {@link ChildProcess#terminate()} ends does not
     * wait for its own children.
     *
     * @throws MultiprocessingException if something could not be released
     */
    @Override
    void close();
}
