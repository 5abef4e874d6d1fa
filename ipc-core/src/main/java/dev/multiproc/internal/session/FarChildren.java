package dev.multiproc.internal.session;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.entry.FarProcess;
import dev.multiproc.internal.entry.OtherHosts;
import dev.multiproc.internal.launch.ExitStatus;
import dev.multiproc.internal.launch.OutputCapture;
import dev.multiproc.internal.launch.TaskWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The children that this process has started on other hosts. They have no slots here: a reservation is only a number. */
final class FarChildren implements ChildHost {
    private static final int NO_SLOT = -1;

    private final Children here;
    private final OtherHosts hosts;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Reservation, OtherHosts.Request> prepared = new ConcurrentHashMap<>();
    private final Map<Reservation, FarProcess> processes = new ConcurrentHashMap<>();

    FarChildren(Children here, OtherHosts hosts) {
        this.here = here;
        this.hosts = hosts;
    }

    @Override
    public ChildHost placeFor(ChildOptions ownOptions) {
        return here.placeFor(ownOptions);
    }

    @Override
    public void checkMayStart() {
        here.checkMayStart();
    }

    @Override
    public Reservation prepare(
            String name, String identity, boolean daemon, ChildOptions ownOptions, ProcessTask task) {
        Class<?> home = TaskWriter.homeClass(
                ownOptions.classesOf().isPresent()
                        ? ownOptions.classesOf().get()
                        : hosts.programs(task).getClass());
        ChainGuard.check(home.getName());
        Reservation number = new Reservation(NO_SLOT, count.incrementAndGet());
        prepared.put(number, new OtherHosts.Request(name, daemon, here.allOptions(ownOptions), ownOptions, home, task));
        return number;
    }

    /** It writes to where its agent writes. */
    @Override
    public Optional<OutputCapture> capture(ChildOptions ownOptions, String name, boolean isRestart) {
        return Optional.empty();
    }

    @Override
    public Process start(Reservation number, Optional<OutputCapture> output) {
        FarProcess process = hosts.start(prepared.remove(number));
        processes.put(number, process);
        return process;
    }

    @Override
    public void started(Reservation number, JvmChild child, long pid) {
        here.begun(child);
    }

    @Override
    public void interrupt(Reservation number) {
        FarProcess process = processes.get(number);
        if (process != null) {
            process.interruptTask();
        }
    }

    @Override
    public void cancelled(Reservation number, JvmChild child) {
        prepared.remove(number);
        processes.remove(number);
        here.forget(child);
    }

    @Override
    public Ending ended(Reservation number, String name) {
        FarProcess.End end = processes.remove(number).end();
        // Its agent has seen what ended it: the exit code is to be taken as it is.
        return new Ending(ExitStatus.BY_ITSELF, end.failure(), end.lastLines());
    }

    @Override
    public void forget(JvmChild child) {
        here.forget(child);
    }

    /** Never asked for: see {@link #ended}. */
    @Override
    public Optional<ChildFailedException> startFailure(
            Reservation number, String name, int exitCode, boolean isEndRequested, Optional<OutputCapture> output) {
        return Optional.empty();
    }

    @Override
    public boolean isStartReported(int exitCode) {
        return false;
    }

    @Override
    public void failed(JvmChild child, int exitCode) {
        here.failed(child, exitCode);
    }

    @Override
    public void asked(JvmChild child) {
        here.asked(child);
    }
}
