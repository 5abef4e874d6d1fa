package dev.multiproc.internal.live;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.Failures;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Occupant;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.StillHeldException;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Who of a session is alive, and the sweep after a death: whoever gets a dead process's lock is its only sweeper, and if the
 * sweeper dies too, the next who gets the lock sweeps again.
 */
public final class Liveness implements AutoCloseable {
    /** About what another process's sweep takes. */
    private static final long SWEEP_NANOS = 1_000_000L;
    /** Who sweeps waits no longer for locks: a stopped process may hold one, and what the dead held elsewhere is not its. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final int NOBODY = -1;

    private final Path directory;
    private final ProcessTable processes;
    private final int mySlot;
    private final AliveFile mine;
    private final AliveFile watched;
    private final Map<Integer, AliveFile> peers = new ConcurrentHashMap<>();
    /** Held while one thread of this process sweeps. */
    private final ReentrantLock lock = new ReentrantLock();
    /** Held while one thread of this process frees a dead one's locks. */
    private final ReentrantLock suspicion = new ReentrantLock();

    private MappedRegion control;
    private IntConsumer freeLocks;
    private IntConsumer sweepObjects;
    /** Written under both. */
    private boolean closed;
    /** Whom this process sweeps now. Written under the lock. */
    private volatile int sweptSlot = NOBODY;

    /** What a look at a process's lock comes to. */
    private enum Finding {
        LIVES,
        /** Dead, and swept, by whoever. */
        SWEPT,
        /** Dead, and a lock that the sweep needs is another's who does not let go. */
        STILL_TO_SWEEP
    }

    /**
     * Takes this process's lock, before anything else. Waits for whoever looks at it, but not for a process to which the slot
     * was given meanwhile: then there is no lock, and no place in the process table either.
     */
    public Liveness(Path directory, ProcessTable processes, Reservation me) {
        this.directory = directory;
        this.processes = processes;
        mySlot = me.slot();
        mine = AliveFile.open(directory, mySlot);
        watched = AliveFile.openWatched(directory, mySlot);
        try {
            while (mine.tryLock() == null) {
                if (!processes.isReserved(me)) {
                    return;
                }
                LockSupport.parkNanos(SWEEP_NANOS);
            }
            watched.lock(false);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot lock this process's file in " + directory, e);
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
        }
    }

    /**
     * Says what there is to sweep. Called once, before any probe.
     *
     * @param newFreeLocks frees all locks of the process in a slot, and waits for nothing
     * @param newSweepObjects settles all else, and may wait for locks
     */
    public void attach(MappedRegion newControl, IntConsumer newFreeLocks, IntConsumer newSweepObjects) {
        control = newControl;
        freeLocks = newFreeLocks;
        sweepObjects = newSweepObjects;
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

    /** Sweeps the process of a slot if it is dead, as far as that can be done now; gives whether it is. */
    public boolean sweepIfDead(int slot) {
        Occupant seen = processes.occupant(slot);
        if (slot == mySlot || !mayBeDead(seen)) {
            return false;
        }
        lock.lock();
        try {
            return !closed && probe(new Reservation(slot, seen.generation()), true) != Finding.LIVES;
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
                    probe(new Reservation(slot, seen.generation()), false);
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
        return seen.parent() == ProcessTable.NO_PARENT
                && seen.pid() != 0
                && ProcessHandle.of(seen.pid()).filter(ProcessHandle::isAlive).isEmpty();
    }

    /**
     * Looks whether a process is dead, and sweeps it if nobody else had. By the time the lock is had, the slot may be another's,
     * who has no lock yet: hence the generation.
     */
    private Finding probe(Reservation process, boolean isWholeSweep) {
        try (FileLock proof = peer(process.slot()).tryLock()) {
            if (proof == null) {
                return Finding.LIVES;
            }
            Occupant occupant = processes.occupant(process.slot());
            if (occupant.isOccupied() && occupant.generation() == process.generation()) {
                KillPoint.SWEEP_BEGUN.here();
                freeLocks.accept(process.slot());
                if (isWholeSweep) {
                    return sweep(process);
                }
            }
            return Finding.SWEPT;
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
        // A blocking lock is no good here: the other one's parent watch waits for this process, and the kernel, which
        // sees processes and not threads, would call it a deadlock.
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
            return closed || probe(child, true) == Finding.SWEPT;
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
            sweepObjects.accept(slot);
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

    /** Whether a process lives, as far as a look tells: it sweeps nothing, and waits for nobody who does. */
    public boolean isAlive(int slot) {
        return slot == mySlot || processes.isOccupied(slot) && !isDead(slot);
    }

    private boolean isDead(int slot) {
        Occupant seen = processes.occupant(slot);
        if (slot == sweptSlot || !mayBeDead(seen)) {
            return slot == sweptSlot;
        }
        suspicion.lock();
        try {
            if (closed) {
                return false;
            }
            try (FileLock proof = peer(slot).tryLock()) {
                return proof != null && processes.occupant(slot).generation() == seen.generation();
            }
        } catch (IOException e) {
            throw new MultiprocessingException("cannot look at a process's lock in " + directory, e);
        } finally {
            suspicion.unlock();
        }
    }

    /** Whether any process holds a lock in a session's directory that this JVM is no part of. */
    public static boolean isAnyAlive(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*[0-9]")) {
            for (Path file : files) {
                try (AliveFile alive = AliveFile.openExisting(file);
                        FileLock lock = alive.tryLock()) {
                    if (lock == null) {
                        return true;
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // Its last process is deleting it, or who found it first.
            return true;
        }
        return false;
    }

    /** Waits, in the kernel, until the process of a slot is dead. An interrupt ends the wait with an exception. */
    public void awaitDeath(int slot) throws IOException {
        try (AliveFile file = AliveFile.openWatched(directory, slot)) {
            file.lock(true);
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
                failures.collect(peer::close);
            }
            peers.clear();
            failures.collect(watched::close);
            failures.collect(mine::close);
            failures.throwFirst();
        } finally {
            suspicion.unlock();
            lock.unlock();
        }
    }
}
