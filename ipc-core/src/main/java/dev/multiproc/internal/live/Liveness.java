package dev.multiproc.internal.live;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Occupant;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.StillHeldException;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out which processes of a session are alive, and sweeps dead ones. Whoever gets a dead process's lock is its
 * only sweeper; if that one dies too, the next process that gets the lock repeats the sweep.
 *
 * <p>A held lock proves that there is nothing to sweep. A free lock does not prove a death, since a process can lose
 * its lock without noticing: so {@link ProcessProbe} is asked too, and each process renews its lock at each tick.
 */
public final class Liveness implements AutoCloseable {
    /** About as long as another process's sweep takes. */
    private static final long SWEEP_NANOS = 1_000_000L;
    /** How long a sweep waits for a lock, which a stopped process may hold. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final int NOBODY = -1;

    /** A killed process loses its lock a moment before it is gone: so often its state is checked, with this pause. */
    private static final int LOOKS = 10;

    private static final long LOOK_NANOS = 200_000L;

    private final Path directory;
    private final String key;
    private final ProcessTable processes;
    private final Reservation me;
    private final int mySlot;
    private final AliveFile mine;
    /** Null if the slot was given to another process. Guarded by {@link #mine}. */
    private FileLock myLock;

    private final Map<Integer, AliveFile> peers = new ConcurrentHashMap<>();
    /** Held while one thread of this process sweeps. */
    private final ReentrantLock lock = new ReentrantLock();
    /** Held while one thread of this process frees a dead process's locks. */
    private final ReentrantLock suspicion = new ReentrantLock();

    private MappedRegion control;
    private Sweepable objects;
    /** Written while both locks are held. */
    private boolean closed;
    /** The slot that this process sweeps now. Written under the lock. */
    private volatile int sweptSlot = NOBODY;

    /** How much to sweep. */
    private enum Extent {
        LOCKS,
        ALL,
        /** The process is known to have ended, so no check is needed. */
        ALL_OF_ONE_THAT_ENDED
    }

    /** What a check of a process's lock has found. */
    private enum Finding {
        LIVES,
        /** Dead, and swept by this process or another. */
        SWEPT,
        /** Dead, but not swept: another process holds a lock that the sweep needs. */
        STILL_TO_SWEEP
    }

    /**
     * Takes this process's lock, before anything else. Waits while other processes check that lock, but not for a
     * process to which the slot was given meanwhile: then this process gets neither the lock nor the slot.
     *
     * @throws IllegalStateException if the session is open in this JVM already
     */
    public Liveness(Path directory, ProcessTable processes, Reservation me) {
        this.directory = directory;
        this.processes = processes;
        this.me = me;
        mySlot = me.slot();
        boolean isReady = false;
        try {
            key = OpenHere.key(directory);
            if (!OpenHere.add(key)) {
                throw openAlready(directory);
            }
            try {
                mine = AliveFile.open(directory, mySlot);
                myLock = lockMine();
                isReady = true;
            } finally {
                if (!isReady) {
                    OpenHere.remove(key);
                }
            }
        } catch (IOException e) {
            throw new MultiprocessingException("cannot lock this process's file in " + directory, e);
        }
        if (myLock != null) {
            processes.setIdentity(mySlot, ProcessProbe.startTicks(), ProcessProbe.namespace());
        }
    }

    private FileLock lockMine() throws IOException {
        FileLock taken = mine.tryLockByte(0);
        while (taken == null && processes.isReserved(me)) {
            LockSupport.parkNanos(SWEEP_NANOS);
            taken = mine.tryLockByte(0);
        }
        return taken;
    }

    private static IllegalStateException openAlready(Path directory) {
        return new IllegalStateException("the session is open in this JVM already, path=" + directory.getParent());
    }

    /**
     * Refuses a session that is open in this JVM, even if another copy of the library has opened it.
     *
     * @throws IllegalStateException if it is
     */
    public static void checkNotOpenHere(Path directory) throws IOException {
        if (Files.isDirectory(directory) && OpenHere.has(OpenHere.key(directory))) {
            throw openAlready(directory);
        }
    }

    /**
     * Loads the classes needed to lock a file.
     *
     * @param file an existing file that the library does not lock
     */
    public static void warmUp(Path file) throws IOException {
        try (AliveFile any = AliveFile.open(file);
                FileLock proof = any.tryLock()) {
            // The lock, if it was free, is released at once.
            ProcessProbe.warmUp();
        }
    }

    /** Sets what to sweep. Called once, before any process is checked. */
    public void attach(MappedRegion newControl, Sweepable newObjects) {
        control = newControl;
        objects = newObjects;
    }

    /**
     * Sweeps all dead processes, unless another process does so. Normally the process in the lowest slot checks all
     * others; if it has not done so for a while, any other takes over.
     */
    public void sweepDeadInTurn(long patienceNanos) {
        long now = System.nanoTime() & -ControlDescriptor.SLOT_COUNT;
        long last = control.getLongVolatile(ControlDescriptor.LOOKED_OFFSET);
        long elapsed = now - (last & -ControlDescriptor.SLOT_COUNT);
        int slot = (int) (last & ControlDescriptor.SLOT_COUNT - 1);
        // A time in the future dates from another boot, or from a container with a clock of its own.
        boolean isMyTurn = slot >= mySlot || elapsed >= patienceNanos || elapsed < 0;
        if (isMyTurn && control.compareAndSetLong(ControlDescriptor.LOOKED_OFFSET, last, now | mySlot)) {
            sweepDead();
        }
    }

    /** Sweeps all dead processes, even if that fails for one of them. */
    public void sweepDead() {
        RuntimeException failure = null;
        for (int slot = 0; slot < processes.limit(); slot++) {
            try {
                sweepIfDead(slot);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Sweeps the process of a slot if it is dead, as far as that is possible now; returns whether it is dead. */
    public boolean sweepIfDead(int slot) {
        Occupant seen = processes.occupant(slot);
        if (slot == mySlot || !mayBeDead(seen)) {
            return false;
        }
        lock.lock();
        try {
            return !closed && probe(new Reservation(slot, seen.generation()), Extent.ALL) != Finding.LIVES;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Frees the locks of a process if it is dead, for a thread that waits for one. Not a whole sweep, which may wait:
     * the caller may be the janitor while it sweeps another process, or a thread that the janitor waits for.
     */
    public void suspect(int slot) {
        Occupant seen = processes.occupant(slot);
        if (slot != mySlot && mayBeDead(seen) && suspicion.tryLock()) {
            try {
                if (!closed) {
                    probe(new Reservation(slot, seen.generation()), Extent.LOCKS);
                }
            } finally {
                suspicion.unlock();
            }
        }
    }

    /** A slot whose child has not started yet has no lock; its parent watches it, or its pid is checked. */
    private static boolean mayBeDead(Occupant seen) {
        if (seen.state() != ProcessTable.RESERVED) {
            return seen.isOccupied();
        }
        return seen.parent() == ProcessTable.NO_PARENT && seen.pid() != 0 && ProcessProbe.isGone(seen.pid());
    }

    /**
     * Sweeps a process if it is dead and not swept yet. By the time this process has the lock, the slot may belong to a
     * new process without a lock: so the generation is compared.
     */
    private Finding probe(Reservation process, Extent extent) {
        int slot = process.slot();
        try (FileLock proof = peer(slot).tryLock()) {
            // Before the slot is read: the lock can be lost, and from here on no other process sweeps even then.
            if (proof == null || !claim(slot)) {
                return Finding.LIVES;
            }
            try {
                return sweepUnlessAlive(process, extent);
            } finally {
                processes.endSweep(slot, me);
            }
        } catch (ClosedChannelException e) {
            // An interrupt closes a channel for good. The next check opens it again.
            peers.remove(slot);
            return Finding.LIVES;
        } catch (IOException e) {
            throw new MultiprocessingException("cannot look at a process's lock in " + directory, e);
        }
    }

    private Finding sweepUnlessAlive(Reservation process, Extent extent) {
        int slot = process.slot();
        Occupant occupant = processes.occupant(slot);
        if (occupant.isOccupied() && occupant.generation() == process.generation()) {
            if (extent != Extent.ALL_OF_ONE_THAT_ENDED && knowsAlive(slot, occupant)) {
                return Finding.LIVES;
            }
            LiveKillPoint.SWEEP_BEGUN.here();
            objects.recover(slot);
            if (extent != Extent.LOCKS) {
                return sweep(process);
            }
        }
        return Finding.SWEPT;
    }

    /** Enters this process as the slot's sweeper; false if another live process is, and has lost the lock meanwhile. */
    private boolean claim(int slot) {
        Reservation sweeper = processes.sweeper(slot);
        return !isAtWork(sweeper) && processes.beginSweep(slot, sweeper, me);
    }

    private boolean isAtWork(Reservation sweeper) {
        if (sweeper == null || sweeper.equals(me)) {
            return false;
        }
        Occupant other = processes.occupant(sweeper.slot());
        return other.generation() == sweeper.generation() && other.isOccupied() && knowsAlive(sweeper.slot(), other);
    }

    /** Whether a process is alive although its lock is free. */
    private boolean knowsAlive(int slot, Occupant occupant) {
        // A process that is only RESERVED has no identity in its slot until it has its lock.
        boolean isAlive = occupant.state() != ProcessTable.RESERVED;
        for (int look = 0; isAlive && look < LOOKS; look++) {
            if (look > 0) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            isAlive = ProcessProbe.knowsAlive(occupant.pid(), processes.startTicks(slot), processes.namespace(slot));
        }
        return isAlive;
    }

    /**
     * Takes this process's lock again, since the process cannot see whether it was lost: locks another byte of the file
     * before it unlocks the previous one. Whoever checks the file tries to lock all of it.
     */
    public void renewLock() {
        synchronized (mine) {
            if (myLock == null) {
                return;
            }
            try {
                FileLock other = mine.tryLockByte(1 - myLock.position());
                // If it is locked, another process is checking the file now.
                if (other != null) {
                    myLock.release();
                    myLock = other;
                }
            } catch (IOException e) {
                throw new MultiprocessingException("cannot lock this process's file in " + directory, e);
            }
        }
    }

    /**
     * Whether a process is dead, without a sweep; called by its children. Asks {@link ProcessProbe} if it can tell,
     * since the lock may be held by a process that sweeps.
     */
    public boolean isGone(Reservation process) {
        int slot = process.slot();
        Occupant seen = processes.occupant(slot);
        if (!seen.isOccupied() || seen.generation() != process.generation()) {
            return true;
        }
        long startTicks = processes.startTicks(slot);
        long namespace = processes.namespace(slot);
        if (ProcessProbe.canTell(startTicks, namespace)) {
            return !ProcessProbe.knowsAlive(seen.pid(), startTicks, namespace);
        }
        if (!suspicion.tryLock()) {
            return false;
        }
        try {
            return !closed && isFree(slot);
        } finally {
            suspicion.unlock();
        }
    }

    private boolean isFree(int slot) {
        try (FileLock proof = peer(slot).tryLock()) {
            return proof != null;
        } catch (ClosedChannelException e) {
            peers.remove(slot);
            return false;
        } catch (IOException e) {
            throw new MultiprocessingException("cannot look at a process's lock in " + directory, e);
        }
    }

    /**
     * Makes sure that a process that has ended is swept, by this process or another: then its slot can be used again.
     * Waits for other processes for a limited time, since one of them may be stopped.
     *
     * @return false if it could not be swept in that time
     */
    public boolean sweepEnded(Reservation child) {
        long end = Deadline.in(2 * PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        while (!trySweepEnded(child)) {
            if (Deadline.left(end) <= 0) {
                return false;
            }
            LockSupport.parkNanos(SWEEP_NANOS);
        }
        return true;
    }

    private boolean trySweepEnded(Reservation child) {
        lock.lock();
        try {
            return closed || probe(child, Extent.ALL_OF_ONE_THAT_ENDED) == Finding.SWEPT;
        } finally {
            lock.unlock();
        }
    }

    private AliveFile peer(int slot) {
        AliveFile file = peers.get(slot);
        if (file == null) {
            file = AliveFile.open(directory, slot);
            peers.put(slot, file);
        }
        return file;
    }

    /** Sweeps the rest, after the locks are free. If it is given up, another process can repeat it at once. */
    private Finding sweep(Reservation dead) {
        int slot = dead.slot();
        sweptSlot = slot;
        Waits.limitLocks(Deadline.in(PATIENCE_NANOS, TimeUnit.NANOSECONDS));
        try {
            objects.sweep(slot);
        } catch (StillHeldException e) {
            return Finding.STILL_TO_SWEEP;
        } finally {
            Waits.unlimitLocks();
            sweptSlot = NOBODY;
        }
        LiveKillPoint.SWEEP_SETTLED.here();
        processes.orphanChildren(slot);
        processes.retire(dead);
        return Finding.SWEPT;
    }

    /** Whether a process is alive: a racy check that sweeps nothing, and waits for no sweep. */
    public boolean isAlive(int slot) {
        return slot == mySlot || processes.isOccupied(slot) && !isDead(slot);
    }

    private boolean isDead(int slot) {
        Occupant seen = processes.occupant(slot);
        return slot == sweptSlot || mayBeDead(seen) && isGone(new Reservation(slot, seen.generation()));
    }

    /**
     * Whether any process of a session is alive. If this JVM has the session open, no file is checked.
     *
     * @param directory the directory of the files that the processes lock
     * @param control the session's control file, which need not exist
     */
    public static boolean isAnyAlive(Path directory, Path control) throws IOException {
        synchronized (OpenHere.monitor()) {
            try {
                if (OpenHere.has(OpenHere.key(directory))) {
                    return true;
                }
                for (String name : PlainFiles.list(directory)) {
                    if (Character.isDigit(name.charAt(name.length() - 1))
                            && isAlive(directory.resolve(name), control)) {
                        return true;
                    }
                }
            } catch (NoSuchFileException e) {
                // Its last process is deleting it, or whoever found it first.
                return true;
            }
            return false;
        }
    }

    private static boolean isAlive(Path file, Path control) throws IOException {
        AliveFile alive = AliveFile.openExisting(file);
        try (FileLock lock = alive.tryLock()) {
            return lock == null
                    || SlotOnDisk.knowsAlive(control, file.getFileName().toString());
        } finally {
            alive.closeUnlessLockedHere();
        }
    }

    /** Releases all of this process's locks, even if one fails: from now on other processes take it for dead. */
    @Override
    public void close() {
        lock.lock();
        suspicion.lock();
        try {
            closed = true;
            Failures failures = new Failures();
            for (AliveFile peer : peers.values()) {
                close(peer, failures);
            }
            peers.clear();
            closeMine(failures);
            failures.throwFirst();
        } finally {
            suspicion.unlock();
            lock.unlock();
        }
    }

    /** Not a lambda for {@link Failures#collect}: when a program ends, that would take longer than everything else. */
    private static void close(AliveFile file, Failures failures) {
        try {
            file.close();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private void closeMine(Failures failures) {
        synchronized (mine) {
            if (myLock != null) {
                // This JVM goes on, but is no longer the process of the slot.
                processes.setIdentity(mySlot, 0, 0);
                myLock = null;
            }
            close(mine, failures);
            OpenHere.remove(key);
        }
    }
}
