package dev.multiproc.internal.live;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Occupant;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Sweeps all whose process is dead. */
    public void sweepDead() {
        for (int slot = 0; slot < processes.limit(); slot++) {
            sweepIfDead(slot);
        }
    }

    /** Sweeps the process of a slot if it is dead; gives whether it is. */
    public boolean sweepIfDead(int slot) {
        Occupant seen = processes.occupant(slot);
        if (slot == mySlot || !mayBeDead(seen)) {
            return false;
        }
        lock.lock();
        try {
            return !closed && probe(new Reservation(slot, seen.generation()), true);
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
     * Gives whether a process is dead, having swept it if nobody else had. By the time the lock is had, the slot may be another's,
     * who has no lock yet: hence the generation.
     */
    private boolean probe(Reservation process, boolean isWholeSweep) {
        try (FileLock proof = peer(process.slot()).tryLock()) {
            if (proof == null) {
                return false;
            }
            Occupant occupant = processes.occupant(process.slot());
            if (occupant.isOccupied() && occupant.generation() == process.generation()) {
                KillPoint.SWEEP_BEGUN.here();
                freeLocks.accept(process.slot());
                if (isWholeSweep) {
                    sweep(process);
                }
            }
            return true;
        } catch (ClosedChannelException e) {
            // An interrupt closes a channel for good. Who looks next opens it anew.
            peers.remove(process.slot());
            return false;
        } catch (IOException e) {
            throw new MultiprocessingException("cannot look at a process's lock in " + directory, e);
        }
    }

    /**
     * Sees a process swept that is known to have ended, be it by another process that is at it now: when this returns, the slot
     * can be given to another.
     */
    public void sweepEnded(Reservation child) {
        // A blocking lock is no good here: the other one's parent watch waits for this process, and the kernel, which
        // sees processes and not threads, would call it a deadlock.
        while (!trySweepEnded(child)) {
            LockSupport.parkNanos(SWEEP_NANOS);
        }
    }

    private boolean trySweepEnded(Reservation child) {
        lock.lock();
        try {
            return closed || probe(child, true);
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

    /** What comes after its locks are free. */
    private void sweep(Reservation dead) {
        int slot = dead.slot();
        sweepObjects.accept(slot);
        KillPoint.SWEEP_SETTLED.here();
        processes.orphanChildren(slot);
        processes.retire(dead);
        control.getAndAddInt(ControlDescriptor.DEATHS_OFFSET, 1);
    }

    /** Whether a process lives; false for one that is dead and was not swept until now, too. */
    public boolean isAlive(int slot) {
        return slot == mySlot || processes.isOccupied(slot) && !sweepIfDead(slot);
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

    /** Lets go of this process's locks: peers take it for dead from now on. */
    @Override
    public void close() {
        lock.lock();
        suspicion.lock();
        try {
            closed = true;
            peers.values().forEach(AliveFile::close);
            peers.clear();
            watched.close();
            mine.close();
        } finally {
            suspicion.unlock();
            lock.unlock();
        }
    }
}
