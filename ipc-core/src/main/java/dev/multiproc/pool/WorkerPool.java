package dev.multiproc.pool;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessInfo;
import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.pool.WorkerDiedException.Reason;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A pool at work: its queues, its tasks, and what happens when a worker tells something or ends.
 *
 * <p>Tasks go through a queue in which an item belongs to its consumer until that has finished it. So a task whose worker has died
 * comes back by itself: to another worker if it may be done again, else to the dead letters, where the pool finds it. No task can be
 * lost, or wait for a dead worker, whenever that died.
 */
final class WorkerPool implements Calls.Listener, Collector.Receiver, Supervisor.Events {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    /** For what hangs on tasks' futures to end, at the end of the pool. */
    private static final long CALL_BACK_MILLIS = 2000;
    /** Inspection sees what was at most so many ticks ago. */
    private static final int TICKS_OF_FIGURES = 10;
    /** For workers to end when the session does. */
    private static final Duration END_GRACE = Duration.ofSeconds(5);

    private final Multiprocessing session;
    private final PoolOptions.Draft options;
    private final String name;
    private final Payloads payloads;
    private final JoinableQueue<byte[]> tasks;
    private final SharedQueue<byte[]> results;
    private final Board board;
    private final ErrorTail errors;
    private final PoolCounters counters = new PoolCounters();
    private final Calls calls;
    private final Supervisor supervisor;
    private final WakeUps wakeUps = new WakeUps();
    private final Collector collector;
    private final Limits limits;
    private final PoolFigures figures;
    /** Used by the supervisor's thread only. */
    private int ticks;

    private final OutOfMemoryKills outOfMemoryKills = new OutOfMemoryKills();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final Runnable withdrawEnd;
    /** Whether nobody needs the queues any more. */
    private volatile boolean isOver;
    /** Dead letters of workers whose end is not known yet. Used by the supervisor's thread only. */
    private final List<DeadLetter<byte[]>> unsettled = new ArrayList<>();

    private WorkerPool(Multiprocessing session, PoolOptions.Draft options) {
        this.session = session;
        this.options = options;
        payloads = new Payloads(session.codec());
        name = options.name.orElseGet(() -> "pool-" + NUMBERS.incrementAndGet());
        String initializer = payloads.encodeOptionalTask(options.initializer);
        String exitHook = payloads.encodeOptionalTask(options.exitHook);
        tasks = session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(options.retries + 1));
        results = session.queue();
        board = new Board(session.sharedLongArray(Board.length()));
        errors = ErrorTail.create(session, options.workers);
        WorkerTask.Settings settings = new WorkerTask.Settings(
                options.threads,
                options.maxTasks,
                options.idleTimeout.map(Duration::toMillis).orElse(0L),
                options.memoryTarget.orElse(0),
                options.daemon,
                WorkerPreload.of(options.preload),
                initializer,
                exitHook,
                tasks,
                results,
                board,
                errors.name());
        calls = new Calls(board, tasks, options, counters, this);
        supervisor = new Supervisor(session, settings, options, name, this);
        if (options.initializer != null) {
            supervisor.findClassesOf(options.initializer);
        }
        figures = new PoolFigures(session, name);
        limits = new Limits(options, calls, supervisor, counters);
        collector = new Collector(results, this, wakeUps, "multiproc-" + name + "-results");
        withdrawEnd = session.onClose(this::endWithSession);
    }

    static WorkerPool open(Multiprocessing session, PoolOptions options) {
        ProcessInfo me = Multiprocessing.currentProcess();
        if (me.isDaemon() && !Boolean.getBoolean(ChildProcess.MAY_HAVE_CHILDREN)) {
            throw new IllegalStateException(
                    "daemonic processes are not allowed to have children, so this one can make no pool: "
                            + "start it with daemon(false), or its pool withDaemonWorkers(false); process="
                            + me.name());
        }
        Payloads.check(session.codec());
        Limits.check(options.values());
        WorkerPool pool = new WorkerPool(session, options.values());
        pool.begin();
        return pool;
    }

    private void begin() {
        try {
            collector.start();
            if (options.eager) {
                supervisor.startAll();
                supervisor.execute(this::showFigures);
            }
        } catch (RuntimeException e) {
            endWithSession();
            throw e;
        }
    }

    Multiprocessing session() {
        return session;
    }

    String name() {
        return name;
    }

    Payloads payloads() {
        return payloads;
    }

    /** Called with each task before it is sent. */
    void expect(Object task) {
        supervisor.findClassesOf(task);
    }

    Calls calls() {
        return calls;
    }

    WakeUps wakeUps() {
        return wakeUps;
    }

    int size() {
        return supervisor.size();
    }

    void resize(int size) {
        PoolOptions.checkWorkers(size);
        calls.setRunning(size * options.threads);
        supervisor.resize(size);
    }

    // ---------------------------------------------------------------- what tasks need

    @Override
    public void needWorkers(int count) {
        supervisor.need(count);
    }

    @Override
    public void stop(int worker, int slot, int generation) {
        WorkerHandle runner = supervisor.worker(worker);
        if (runner != null) {
            limits.stopping(runner, slot, generation);
            supervisor.execute(() -> {
                runner.process().interrupt();
                supervisor.startTicking();
            });
        }
    }

    @Override
    public void allDone() {
        supervisor.execute(this::endWorkers);
    }

    private void endWorkers() {
        if (terminated.getCount() > 0) {
            limits.tellProgress();
            tasks.shutdown();
            limits.endUnbegun(options.cancelGrace);
            supervisor.end();
        }
    }

    // ---------------------------------------------------------------- what workers tell

    @Override
    public Runnable receive(ResultMessage message) {
        if (message.kind() == ResultMessage.WORKER_ENDED) {
            supervisor.execute(() -> settle(message.worker()));
            return null;
        }
        WorkerHandle worker = supervisor.worker(message.worker());
        if (worker != null) {
            worker.told(message);
        }
        if (!message.isOfTask()) {
            toldOfWorker(message);
            return null;
        }
        Call call = calls.take(message.slot(), message.generation());
        if (call == null) {
            limits.stopped(message.slot(), message.generation());
            return null;
        }
        counters.ran(call, worker == null ? "" : worker.name(), message.workNanos());
        if (!call.endsQuietly()) {
            wakeUps.flush();
        }
        return () -> {
            // The classes of its results may be known to the task's class loader only.
            Thread.currentThread().setContextClassLoader(call.loader());
            counters.ended(!call.succeed(message));
        };
    }

    private void toldOfWorker(ResultMessage message) {
        if (message.kind() == ResultMessage.NOT_INITIALIZED) {
            Throwable cause = EncodedThrowable.from(message.payload()).decode();
            broken("the initializer of pool " + name + " has failed: " + EncodedThrowable.textOf(cause), cause);
        } else if (message.kind() == ResultMessage.READY) {
            WorkerHandle worker = supervisor.worker(message.worker());
            if (worker != null && worker.takeLeaveWhenReady()) {
                supervisor.execute(() -> supervisor.order(worker, Board.LEAVE));
            }
        } else if (message.kind() == ResultMessage.LEAVING) {
            supervisor.execute(supervisor::check);
        }
    }

    @Override
    public void collectorFailed(Throwable reason) {
        if (!isOver) {
            broken("pool " + name + " cannot read its workers' results: " + reason.getMessage(), reason);
        }
    }

    @Override
    public void broken(String message, Throwable cause) {
        calls.breakAll(new BrokenPoolException(message, cause));
        supervisor.execute(this::endWorkers);
    }

    // ---------------------------------------------------------------- the end of a worker

    /** Its messages may still be in the queue: {@link #settle} comes after them. */
    @Override
    public void ended(WorkerHandle worker) {
        worker.setEnded(errors.lines(worker.place()));
        errors.clear(worker.place());
        try {
            results.add(ResultMessage.ofWorker(ResultMessage.WORKER_ENDED, worker.number(), 0));
        } catch (RuntimeException e) {
            // The session ends, or there is no room: nothing will come through the queue any more.
            settle(worker.number());
        }
    }

    private void settle(int number) {
        WorkerHandle worker = supervisor.worker(number);
        if (worker == null) {
            return;
        }
        boolean hasBegun = worker.hasBegun();
        try {
            failDeadLetters(worker);
        } catch (RuntimeException e) {
            broken("pool " + name + " cannot see which tasks a dead worker had: " + e.getMessage(), e);
        } finally {
            limits.ended(worker);
            supervisor.remove(worker, hasBegun);
            showFigures();
        }
    }

    private void failDeadLetters(WorkerHandle worker) {
        if (worker.hasLeft() && unsettled.isEmpty()) {
            return;
        }
        boolean isOutOfMemory =
                outOfMemoryKills.isLikely(worker.process().exitCode().orElse(0));
        for (DeadLetter<byte[]> letter = tasks.deadLetters().pollLetter();
                letter != null;
                letter = tasks.deadLetters().pollLetter()) {
            unsettled.add(letter);
        }
        for (DeadLetter<byte[]> letter : List.copyOf(unsettled)) {
            byte[] message = letter.value().orElseThrow();
            int slot = TaskMessage.slot(message);
            int generation = TaskMessage.generation(message);
            WorkerHandle runner = supervisor.worker(board.runner(slot, generation));
            if (runner == null || runner.state() == WorkerHandle.State.ENDED) {
                unsettled.remove(letter);
                WorkerHandle dead = runner != null ? runner : worker;
                fail(slot, generation, call -> dead.death(call, letter.deliveryCount(), isOutOfMemory));
            } // Else it has died too, but its exit code is not known yet.
        }
        if (supervisor.startsNoMore()) {
            failAllOf(worker);
        }
    }

    /** Its tasks might be done again, but there are no workers for that any more. */
    private void failAllOf(WorkerHandle worker) {
        for (Call sent : calls.sent()) {
            int generation = sent.generation;
            if (board.runner(sent.slot, generation) == worker.number()) {
                fail(sent.slot, generation, call -> worker.death(call, 1, false));
            }
        }
    }

    private void fail(int slot, int generation, Function<Call, WorkerDiedException> reason) {
        Call call = calls.take(slot, generation);
        if (call != null) {
            call.fail(reason.apply(call));
            counters.ended(true);
        }
    }

    // ---------------------------------------------------------------- now and then

    @Override
    public void tick(List<WorkerHandle> workers) {
        collector.replaceIfStuck();
        limits.tick(workers);
        if (ticks++ % TICKS_OF_FIGURES == 0) {
            showFigures();
        }
    }

    @Override
    public void quiet() {
        showFigures();
    }

    private void showFigures() {
        if (!isOver) {
            figures.show(statistics(), calls.begun(), supervisor.workers());
        }
    }

    @Override
    public boolean isBusy() {
        return calls.count() > 0 || limits.isStopping();
    }

    @Override
    public int taskCount() {
        return calls.count();
    }

    PoolStatistics statistics() {
        return new PoolStatistics(
                name,
                counters.submittedCount(),
                counters.doneCount(),
                counters.failedCount(),
                supervisor.startedCount(),
                supervisor.diedCount(),
                supervisor.statistics(),
                counters.slowest());
    }

    // ---------------------------------------------------------------- the end of the pool

    void shutdown() {
        calls.close();
    }

    void shutdownNow() {
        calls.close();
        supervisor.startNoMore();
        calls.cancelAll(true);
        supervisor.execute(() -> {
            for (WorkerHandle worker : supervisor.workers()) {
                supervisor.order(worker, Board.INTERRUPT_AND_LEAVE);
            }
            limits.endAll(options.cancelGrace);
        });
    }

    /** Ends all workers by a signal. */
    void endWorkersBy(Consumer<WorkerHandle> signal) {
        calls.close();
        supervisor.startNoMore();
        calls.cancelAll(true);
        for (WorkerHandle worker : supervisor.workers()) {
            worker.setReason(Reason.POOL_ENDED, "the pool was ended");
            signal.accept(worker);
        }
        // What does not heed the signal is killed.
        supervisor.execute(() -> limits.endAll(END_GRACE));
    }

    boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    @Override
    public void allEnded() {
        if (terminated.getCount() == 0) {
            return;
        }
        // A task that was to be done again, and cannot be any more.
        calls.cancelAll(false);
        limits.tellProgress();
        collector.awaitPrograms(CALL_BACK_MILLIS);
        isOver = true;
        try {
            results.shutdown();
            results.delete();
            tasks.delete();
            board.delete();
            errors.delete();
            figures.delete();
        } catch (IllegalStateException e) {
            // The session was closed meanwhile, and has deleted them.
            return;
        } finally {
            supervisor.stop();
            terminated.countDown();
            withdrawEnd.run();
        }
    }

    /** Nobody waits for the tasks any more. */
    private void endWithSession() {
        shutdownNow();
        endWorkersBy(WorkerHandle::terminate);
        try {
            if (!awaitTermination(END_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                endWorkersBy(worker -> worker.process().kill());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            endWorkersBy(worker -> worker.process().kill());
        }
    }
}
