package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Failures;
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
 * <p>It leaves in steps. Each is made though others fail, and one that failed is made again when the session is closed again. None
 * waits for another process without a limit: that may be stopped.
 *
 * <p>No lambdas and no streams: at the end of a process their classes take longer to load than all else that is done there.
 */
final class SessionExit {
    private static final long REMOVAL_MILLIS = 500;
    private static final long SWEEP_POLL_NANOS = 5_000_000L;
    /** What another thread that closes the session may take, when the JVM exits meanwhile. */
    private static final long OTHER_CLOSE_SECONDS = 5;

    private static final int STOP_JANITOR = 0;
    private static final int END_WAITS = 1;
    private static final int SAY_HOW = 2;
    private static final int STOP_PARENT_WATCH = 3;
    /** Of all objects, their files. */
    private static final int STOP_OBJECTS = 4;
    /** Of all objects, all that this process holds of them. */
    private static final int RELEASE_OBJECTS = 5;

    private static final int SAY_LEAVING = 6;
    private static final int REMOVE_DIRECTORY = 7;
    /** Peers take this process for dead then. */
    private static final int FREE_LOCKS = 8;

    private static final int FORGET_SESSION = 9;
    private static final int STOP_WAKING = 10;

    private static final int[] OF_CLOSE = {
        STOP_JANITOR, END_WAITS, RELEASE_OBJECTS, SAY_LEAVING, REMOVE_DIRECTORY, FREE_LOCKS, FORGET_SESSION, STOP_WAKING
    };

    /**
     * Mappings go with the JVM, and so does the proof that this process lives: until the very end other threads run, and what
     * locks they hold is theirs.
     */
    private static final int[] OF_EXIT = {
        STOP_JANITOR,
        END_WAITS,
        SAY_HOW,
        STOP_PARENT_WATCH,
        STOP_OBJECTS,
        SAY_LEAVING,
        REMOVE_DIRECTORY,
        FORGET_SESSION,
        STOP_WAKING
    };

    private final LocalSession session;
    private final SessionDirectory directory;
    private final ProcessTable processes;
    private final Liveness liveness;
    private final Waits waits;
    private final ObjectRegistry objects;
    private final Children children;
    private final int slot;
    /** Held while the steps are made. */
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final boolean[] isMade = new boolean[STOP_WAKING + 1];

    private volatile boolean isExit;

    SessionExit(
            LocalSession session,
            SessionDirectory directory,
            ProcessTable processes,
            Liveness liveness,
            Children children) {
        this.session = session;
        this.directory = directory;
        this.processes = processes;
        this.liveness = liveness;
        this.waits = session.context().waits();
        this.objects = session.context().objects();
        this.children = children;
        this.slot = session.me().slot();
    }

    /** The session is closed, by one thread or several, once or again. */
    void close() {
        Failures failures = new Failures();
        try {
            children.close();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        lock.lock();
        try {
            if (!isExit) {
                makeAll(OF_CLOSE, failures);
            }
        } finally {
            lock.unlock();
        }
        failures.throwFirst();
    }

    /** The JVM exits. */
    void exit() {
        Failures failures = new Failures();
        isExit = true;
        try {
            children.exit();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        boolean isMine = tryLock();
        try {
            makeAll(OF_EXIT, failures);
        } finally {
            if (isMine) {
                lock.unlock();
            }
        }
        failures.throwFirst();
    }

    /** Goes on without the lock after a while: else the thread that holds it could hold up the JVM's exit. */
    private boolean tryLock() {
        try {
            return lock.tryLock(OTHER_CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    private void makeAll(int[] steps, Failures failures) {
        for (int step : steps) {
            if (!isMade[step]) {
                try {
                    make(step);
                    isMade[step] = true;
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                }
            }
        }
    }

    private void make(int step) {
        switch (step) {
            case STOP_JANITOR -> stopUpkeep();
            case END_WAITS -> endWaits();
            case SAY_HOW -> processes.setExitMark(slot, ExitStatus.markOfThisExit());
            case STOP_PARENT_WATCH -> ParentWatch.stop();
            case STOP_OBJECTS -> objects.stop();
            case RELEASE_OBJECTS -> objects.release();
            case SAY_LEAVING -> processes.setState(slot, ProcessTable.LEAVING);
            case REMOVE_DIRECTORY -> removeDirectory();
            case FREE_LOCKS -> liveness.close();
            case FORGET_SESSION -> Sessions.closed(session);
            case STOP_WAKING -> waits.stopWaking();
            default -> throw new IllegalArgumentException("step=" + step);
        }
    }

    /** From now on no shared object is handed out, and none is looked after. */
    private void stopUpkeep() {
        session.context().close();
        session.upkeep().stop();
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
        if (!session.context().isDurable() && !isRemoved() && isLast()) {
            directory.delete();
        }
    }

    /** Whether somebody has removed the session's directory, so that nobody can be found alive by it. */
    private boolean isRemoved() {
        return MissingFile.isGone(directory.alive());
    }

    /** Whether no other process is left. Two that leave at once may both find so, which does no harm. */
    private boolean isLast() {
        if (isMade[FREE_LOCKS]) {
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

    /** Also where that cannot be found out, since the directory is being removed. */
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

    /** The same of a process whose own locks are free: the directory could not be removed, and that is tried again. */
    private boolean isLastNow() {
        try {
            return !Files.isDirectory(directory.alive())
                    || !Liveness.isAnyAlive(directory.alive(), directory.control());
        } catch (IOException e) {
            throw new MultiprocessingException("cannot look who uses the session, path=" + directory.root(), e);
        }
    }

    // ---------------------------------------------------------------- with the parent

    /** Ends this process soon, whatever it is at, and removes the session if there is nobody else to do it. */
    void haltWithParent(int parentSlot) {
        try {
            waits.halt();
            if (!session.context().isDurable()) {
                Thread removal = new Thread(() -> removeIfLast(parentSlot), "multiproc-removal");
                removal.setDaemon(true);
                removal.start();
                removal.join(REMOVAL_MILLIS);
            }
        } catch (InterruptedException e) {
            // The JVM exits by itself meanwhile; this is quicker.
            Thread.currentThread().interrupt();
        } finally {
            // Whatever was thrown: a daemon does not outlive its parent.
            Runtime.getRuntime().halt(ParentWatch.EXIT_CODE);
        }
    }

    private void removeIfLast(int parentSlot) {
        try {
            stopUpkeep();
            objects.stop();
            // While another daemon sweeps the parent, the parent looks alive.
            while (parentSlot != ProcessTable.NO_PARENT
                    && processes.isOccupied(parentSlot)
                    && !liveness.sweepIfDead(parentSlot)) {
                LockSupport.parkNanos(SWEEP_POLL_NANOS);
            }
            processes.setState(slot, ProcessTable.LEAVING);
            if (isLast()) {
                directory.delete();
            }
        } catch (RuntimeException | Error e) {
            // Whoever opens the next session removes it.
            Journal.debug(SessionExit.class, "cannot remove the session of the dead parent", e);
        }
    }
}
