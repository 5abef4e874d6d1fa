package dev.multiproc.internal.session;

import dev.multiproc.CloseAction;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.launch.ExitStatus;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.object.ObjectRegistry;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a process leaves a session: because the session is closed, because the JVM exits, or because its parent has died.
 *
 * <p>It leaves in steps. Each step runs even if others fail, and a failed step runs again when the session is closed again. No
 * step waits for another process without a limit, since that process may be stopped.
 *
 * <p>No lambdas and no streams: at the end of a process their classes take longer to load than everything else done there.
 */
final class SessionExit {
    private static final long REMOVAL_MILLIS = 500;
    private static final long SWEEP_POLL_NANOS = 5_000_000L;
    /** How long a JVM's exit waits for another thread that is closing the membership. */
    private static final long OTHER_CLOSE_SECONDS = 5;

    private static final int STOP_JANITOR = 0;
    private static final int END_WAITS = 1;
    private static final int SET_EXIT_MARK = 2;
    private static final int STOP_PARENT_WATCH = 3;
    /** Stops work on the files of all objects. */
    private static final int STOP_OBJECTS = 4;
    /** Frees everything that this process holds of all objects. */
    private static final int RELEASE_OBJECTS = 5;

    private static final int SET_LEAVING = 6;
    private static final int REMOVE_DIRECTORY = 7;
    /** From then on peers take this process for dead. */
    private static final int FREE_LOCKS = 8;

    private static final int FORGET_SESSION = 9;
    private static final int STOP_WAKING = 10;

    private static final int[] OF_CLOSE = {
        STOP_JANITOR, END_WAITS, RELEASE_OBJECTS, SET_LEAVING, REMOVE_DIRECTORY, FREE_LOCKS, FORGET_SESSION, STOP_WAKING
    };

    /**
     * Does not release objects, nor free this process's locks: other threads run until the very end, and may use the mappings and
     * hold locks. The end of the JVM releases both.
     */
    private static final int[] OF_EXIT = {
        STOP_JANITOR,
        END_WAITS,
        SET_EXIT_MARK,
        STOP_PARENT_WATCH,
        STOP_OBJECTS,
        SET_LEAVING,
        REMOVE_DIRECTORY,
        FORGET_SESSION,
        STOP_WAKING
    };

    private final Membership membership;
    private final SessionDirectory directory;
    private final ProcessTable processes;
    private final Liveness liveness;
    private final Waits waits;
    private final ObjectRegistry objects;
    private final Children children;
    private final CloseActions actions = new CloseActions();
    private final int slot;
    /** Held while the steps run. */
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final boolean[] isDone = new boolean[STOP_WAKING + 1];

    private volatile boolean isExit;

    SessionExit(
            Membership membership,
            SessionDirectory directory,
            ProcessTable processes,
            Liveness liveness,
            Children children) {
        this.membership = membership;
        this.directory = directory;
        this.processes = processes;
        this.liveness = liveness;
        this.waits = membership.context().waits();
        this.objects = membership.context().objects();
        this.children = children;
        this.slot = membership.me().slot();
    }

    /** See {@link CloseActions#add}. */
    Runnable onClose(CloseAction action) {
        return actions.add(action);
    }

    /** Called when the session is closed; by one thread or several, once or more often. */
    void close() {
        if (actions.isRunByThisThread()) {
            return;
        }
        Failures failures = new Failures();
        actions.atClose(failures);
        try {
            children.close();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        lock.lock();
        try {
            if (!isExit) {
                runAll(OF_CLOSE, failures);
            }
        } finally {
            lock.unlock();
        }
        failures.throwFirst();
    }

    /** Called when the JVM exits. */
    void exit() {
        Failures failures = new Failures();
        isExit = true;
        actions.atExit(membership.options().exitGrace(), failures);
        try {
            children.exit();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        boolean isLocked = tryLock();
        try {
            runAll(OF_EXIT, failures);
        } finally {
            if (isLocked) {
                lock.unlock();
            }
        }
        failures.throwFirst();
    }

    /** Gives up after a while, so that the thread that holds the lock cannot hold up the JVM's exit. */
    private boolean tryLock() {
        try {
            return lock.tryLock(OTHER_CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    private void runAll(int[] steps, Failures failures) {
        for (int step : steps) {
            if (!isDone[step]) {
                try {
                    runStep(step);
                    isDone[step] = true;
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                }
            }
        }
    }

    private void runStep(int step) {
        switch (step) {
            case STOP_JANITOR -> stopUpkeep();
            case END_WAITS -> endWaits();
            case SET_EXIT_MARK -> processes.setExitMark(slot, ExitStatus.markOfThisExit());
            case STOP_PARENT_WATCH -> ParentWatch.stop();
            case STOP_OBJECTS -> objects.stop();
            case RELEASE_OBJECTS -> objects.release();
            case SET_LEAVING -> processes.setState(slot, ProcessTable.LEAVING);
            case REMOVE_DIRECTORY -> removeDirectory();
            case FREE_LOCKS -> liveness.close();
            case FORGET_SESSION -> Sessions.closed(membership);
            case STOP_WAKING -> waits.stopWaking();
            default -> throw new IllegalArgumentException("step=" + step);
        }
    }

    /** From now on this process hands out no shared object, and its janitor does nothing. */
    private void stopUpkeep() {
        membership.context().close();
        membership.upkeep().stop();
    }

    private void endWaits() {
        if (isExit) {
            waits.exit();
            children.leave();
        } else {
            waits.close();
        }
    }

    private void removeDirectory() {
        if (!membership.context().isDurable() && !isRemoved() && isLast()) {
            directory.delete();
            tidyBase();
        }
    }

    /** On a thread of its own, since another thread of this process may be opening a session, and this one must not wait for it. */
    private void tidyBase() {
        if (!BaseDirectory.isChosen(membership.options())) {
            return;
        }
        Thread tidying = new Thread("multiproc-tidying") {
            @Override
            public void run() {
                OpeningLock.deleteIfUnused(directory.root().getParent());
            }
        };
        tidying.setDaemon(true);
        tidying.start();
        try {
            tidying.join(REMOVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the session's directory has been removed, so that it no longer shows which processes are alive. */
    private boolean isRemoved() {
        return MissingFile.isGone(directory.alive());
    }

    /** Whether no other process is left. Two that leave at once may both find this true, which does no harm. */
    private boolean isLast() {
        if (isDone[FREE_LOCKS]) {
            return isLastNow();
        }
        for (int other = 0; other < processes.limit(); other++) {
            int state = processes.state(other);
            boolean mayUse = state == ProcessTable.ALIVE || state == ProcessTable.RESERVED;
            if (other != slot && mayUse && mayLive(other)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a process lives. Also true if that cannot be determined because the directory is being removed. */
    private boolean mayLive(int other) {
        try {
            return liveness.isAlive(other);
        } catch (MultiprocessingException e) {
            if (isRemoved()) {
                return true;
            }
            throw e;
        }
    }

    /** The same after this process's own locks were freed, when removing the directory failed and is tried again. */
    private boolean isLastNow() {
        try {
            return !Files.isDirectory(directory.alive())
                    || !Liveness.isAnyAlive(directory.alive(), directory.control());
        } catch (IOException e) {
            throw FileTrouble.of("cannot look who uses the session", directory.root(), e);
        }
    }

    // ---------------------------------------------------------------- with the parent

    /** Ends this process soon, whatever it is doing, and removes the session if no other process is left. */
    void haltWithParent(int parentSlot) {
        try {
            waits.halt();
            if (!membership.context().isDurable()) {
                Thread removal = new Thread(() -> removeIfLast(parentSlot), "multiproc-removal");
                removal.setDaemon(true);
                removal.start();
                removal.join(REMOVAL_MILLIS);
            }
        } catch (InterruptedException e) {
            // The interrupt shows that the JVM exits already; halting is quicker.
            Thread.currentThread().interrupt();
        } finally {
            // Whatever was thrown, a daemon must not outlive its parent.
            Runtime.getRuntime().halt(ParentWatch.EXIT_CODE);
        }
    }

    private void removeIfLast(int parentSlot) {
        try {
            stopUpkeep();
            objects.stop();
            // The parent looks alive while another daemon cleans up after it.
            while (parentSlot != ProcessTable.NO_PARENT
                    && processes.isOccupied(parentSlot)
                    && !liveness.sweepIfDead(parentSlot)) {
                LockSupport.parkNanos(SWEEP_POLL_NANOS);
            }
            processes.setState(slot, ProcessTable.LEAVING);
            if (isLast()) {
                directory.delete();
                tidyBase();
            }
        } catch (RuntimeException | Error e) {
            // The process that opens the next session removes this one.
            Journal.debug(SessionExit.class, "cannot remove the session of the dead parent", e);
        }
    }
}
