package dev.multiproc.internal.live;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.KillPoint;
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
 * Who of a session is alive, and the sweep after a death: whoever gets a dead process's lock is its only sweeper, and if the
 * sweeper dies too, the next who gets the lock sweeps again.
 *
 * <p>A lock that is held says for certain that there is nothing to sweep. One that is free may have been lost, its process being
 * none the wiser: so a {@link ProcessProbe} is asked too. Each process takes its lock again at each tick.
 */
public final class Liveness implements AutoCloseable {
    /** About what another process's sweep takes. */
    private static final long SWEEP_NANOS = 1_000_000L;
    /** How long a sweep waits for a lock, which a stopped process may hold: the rest of the sweep does not depend on it. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final int NOBODY = -1;

    /** A killed process loses its lock a moment before it is gone: so many more looks are taken, with this pause. */
    private static final int LOOKS = 10;

    private static final long LOOK_NANOS = 200_000L;

    private final Path directory;
    private final String key;
    private final ProcessTable processes;
    private final Reservation me;
    private final int mySlot;
    private final AliveFile mine;
    /** Null if the slot was given to another. Guarded by {@link #mine}. */
    private FileLock myLock;

    private final Map<Integer, AliveFile> peers = new ConcurrentHashMap<>();
    /** Held while one thread of this process sweeps. */
    private final ReentrantLock lock = new ReentrantLock();
    /** Held while one thread of this process frees a dead one's locks. */
    private final ReentrantLock suspicion = new ReentrantLock();

    private MappedRegion control;
    private Sweepable objects;
    /** Written under both. */
    private boolean closed;
    /** Whom this process sweeps now. Written under the lock. */
    private volatile int sweptSlot = NOBODY;

    /** How much of a sweep. */
    private enum Extent {
        LOCKS,
        ALL,
        /** Nobody needs to be asked whether it lives. */
        ALL_OF_ONE_THAT_ENDED
    }

    /** What a look at a process's lock has found. */
    private enum Finding {
        LIVES,
        /** Dead, and swept by this process or another. */
        SWEPT,
        /** Dead, but not swept: another process keeps a lock that the sweep needs. */
        STILL_TO_SWEEP
    }

    /**
     * Takes this process's lock, before anything else. Waits for whoever looks at it, but not for a process to which the slot
     * was given meanwhile: then there is no lock, and no place in the process table either.
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
     * Refuses a session that this JVM has open, also by another copy of the library.
     *
     * @throws IllegalStateException if it is
     */
    public static void checkNotOpenHere(Path directory) throws IOException {
        if (Files.isDirectory(directory) && OpenHere.has(OpenHere.key(directory))) {
            throw openAlready(directory);
        }
    }

    /**
     * Loads what it takes to lock a file.
     *
     * @param file one that is there, and that nobody of ours locks
     */
    public static void warmUp(Path file) throws IOException {
        try (AliveFile any = AliveFile.open(file);
                FileLock proof = any.tryLock()) {
            // Had or not: it is let go at once.
            ProcessProbe.warmUp();
        }
    }

    /** Says what there is to sweep. Called once, before any probe. */
    public void attach(MappedRegion newControl, Sweepable newObjects) {
        control = newControl;
        objects = newObjects;
    }

    /**
     * Sweeps all whose process is dead, unless another process does so. One looks for all at each call, the one with the lowest
     * slot, and in its place who sees that nobody has for a while.
     */
    public void sweepDeadInTurn(long patienceNanos) {
        long now = System.nanoTime() & -ControlDescriptor.SLOT_COUNT;
        long last = control.getLongVolatile(ControlDescriptor.LOOKED_OFFSET);
        long elapsed = now - (last & -ControlDescriptor.SLOT_COUNT);
        int slot = (int) (last & ControlDescriptor.SLOT_COUNT - 1);
        // A time that lies ahead is of another boot, or of a container with a clock of its own.
        boolean isMyTurn = slot >= mySlot || elapsed >= patienceNanos || elapsed < 0;
        if (isMyTurn && control.compareAndSetLong(ControlDescriptor.LOOKED_OFFSET, last, now | mySlot)) {
            sweepDead();
        }
    }

    /** Sweeps all whose process is dead; all the others, too, if it fails with one. */
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

    /** Sweeps the process of a slot if it is dead, or what can be swept of it now; gives whether it is dead. */
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
     * Frees the locks of a process if it is dead: for whoever waits for one of them. Not a whole sweep, since that may wait, and
     * it may be the janitor that asks, in the sweep of another, or a thread that the janitor waits for.
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

    /** A slot that waits for its child to start has no lock yet; its parent looks after it, or its pid. */
    private static boolean mayBeDead(Occupant seen) {
        if (seen.state() != ProcessTable.RESERVED) {
            return seen.isOccupied();
        }
        return seen.parent() == ProcessTable.NO_PARENT && seen.pid() != 0 && ProcessProbe.isGone(seen.pid());
    }

    /**
     * Looks whether a process is dead, and sweeps it if nobody else had. By the time the lock is had, the slot may be another's,
     * who has no lock yet: hence the generation.
     */
    private Finding probe(Reservation process, Extent extent) {
        int slot = process.slot();
        try (FileLock proof = peer(slot).tryLock()) {
            // Before the slot is looked at: the lock can be lost, and from here on nobody else sweeps all the same.
            if (proof == null || !claim(slot)) {
                return Finding.LIVES;
            }
            try {
                return sweepUnlessAlive(process, extent);
            } finally {
                processes.endSweep(slot, me);
            }
        } catch (ClosedChannelException e) {
            // An interrupt closes a channel for good. The next look opens it anew.
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
            KillPoint.SWEEP_BEGUN.here();
            objects.recover(slot);
            if (extent != Extent.LOCKS) {
                return sweep(process);
            }
        }
        return Finding.SWEPT;
    }

    /** Enters this process as the slot's sweeper; false if another live process is, which has lost the slot's lock then. */
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

    /** Whether a process whose lock is free lives all the same. */
    private boolean knowsAlive(int slot, Occupant occupant) {
        // It has no witness before it enters, and its lock then.
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
     * Takes this process's lock again, in case that it was lost, which a process cannot see: another byte of the file is locked
     * before the one that was locked is let go. Whoever looks at the file asks for all of it.
     */
    public void renewLock() {
        synchronized (mine) {
            if (myLock == null) {
                return;
            }
            try {
                FileLock other = mine.tryLockByte(1 - myLock.position());
                // If it is taken, another process looks at the file just now.
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
     * Whether a process is dead, without a sweep: for its children. By its witness if there is one, since another process that
     * is at its sweep has its lock.
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
     * Sees a process swept that is known to have ended, be it by another process that is at it now: then the slot can be given to
     * another. Waits for other processes for a time only: one of them may be stopped.
     *
     * @return false if it could not be swept until now
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

    /** What comes after its locks are free. When it is given up another process can take it up at once. */
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
        KillPoint.SWEEP_SETTLED.here();
        processes.orphanChildren(slot);
        processes.retire(dead);
        control.getAndAddInt(ControlDescriptor.DEATHS_OFFSET, 1);
        return Finding.SWEPT;
    }

    /** Whether a process lives, by a racy check: it sweeps nothing, and waits for nobody who does. */
    public boolean isAlive(int slot) {
        return slot == mySlot || processes.isOccupied(slot) && !isDead(slot);
    }

    private boolean isDead(int slot) {
        Occupant seen = processes.occupant(slot);
        return slot == sweptSlot || mayBeDead(seen) && isGone(new Reservation(slot, seen.generation()));
    }

    /**
     * Whether any process of a session lives. One that this JVM has open itself is not looked at: it does.
     *
     * @param directory of the files that they lock
     * @param control the session's control file, if it is there
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
                // Its last process is deleting it, or who found it first.
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

    /** Lets go of this process's locks: peers take it for dead from now on. Of all of them, also if that fails with one. */
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

    /** No lambdas for {@link Failures#collect}: at the end of a program they take longer to make than all else. */
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
                // This JVM goes on, and is no longer the one that the slot speaks of.
                processes.setIdentity(mySlot, 0, 0);
                myLock = null;
            }
            close(mine, failures);
            OpenHere.remove(key);
        }
    }
}
