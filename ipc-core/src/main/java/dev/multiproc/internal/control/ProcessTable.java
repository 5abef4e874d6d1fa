package dev.multiproc.internal.control;

import static dev.multiproc.internal.control.ControlDescriptor.SLOT_CHANNEL_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_COUNT;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_DAEMON_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_EXIT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_INTERRUPT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_LIMIT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAMESPACE_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAME_BYTES;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAME_LENGTH_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAME_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_OCCUPANT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_RESTARTS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_STARTED_MILLIS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_START_TICKS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_SWEEPER_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_WAITS_COUNT;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_WAITS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_WAKE_UP_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.slotOffset;

import dev.multiproc.MultiprocessingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The slots of a session's processes.
 *
 * <pre>
 *  FREE -> RESERVED  by the parent, before it starts the child; by a first process for itself
 *  RESERVED -> ALIVE by the process, once it holds its lock under alive/
 *  ALIVE -> LEAVING  by the process, as the last thing it does
 *  RESERVED, ALIVE, LEAVING -> SWEPT by whoever got the lock of the dead process, after the sweep
 *  SWEPT -> FREE     by the parent, once it has read how the child ended; by the sweeper if the parent is dead
 * </pre>
 *
 * <p>One word holds the slot's state, parent, generation and pid, so they change atomically: see {@link Occupant}. The
 * other fields of a slot are written by its process, or by the parent before the child starts.
 */
public final class ProcessTable {
    public static final int FREE = 0;
    public static final int RESERVED = 1;
    public static final int ALIVE = 2;
    public static final int LEAVING = 3;
    public static final int SWEPT = 4;

    /** The parent of a process that no process of the session started. */
    public static final int NO_PARENT = -1;

    private final MappedRegion region;

    public ProcessTable(MappedRegion region) {
        this.region = region;
    }

    /**
     * The state, parent, generation and pid of a slot, read at one moment.
     *
     * <pre>
     *  63                             32 31                14 13          3 2     0
     *  +--------------------------------+--------------------+-------------+-------+
     *  | pid, 0 if not started          | generation         | parent + 1  | state |
     *  +--------------------------------+--------------------+-------------+-------+
     * </pre>
     *
     * @param generation how often the slot was reserved: distinguishes its process from later ones
     */
    public record Occupant(int state, int parent, int generation, long pid) {
        private static final int STATE_BITS = 3;
        private static final int PARENT_BITS = 11;
        private static final int GENERATION_SHIFT = STATE_BITS + PARENT_BITS;
        private static final int GENERATION_MASK = (1 << 32 - GENERATION_SHIFT) - 1;

        /** Decodes the word in the table, or in a copy of it. */
        public static Occupant of(long word) {
            int low = (int) word;
            return new Occupant(
                    low & (1 << STATE_BITS) - 1,
                    (low >>> STATE_BITS & (1 << PARENT_BITS) - 1) - 1,
                    low >>> GENERATION_SHIFT,
                    word >>> 32);
        }

        private long word() {
            return pid << 32
                    | Integer.toUnsignedLong(generation << GENERATION_SHIFT | parent + 1 << STATE_BITS | state);
        }

        /** Whether a process may be alive in the slot, so that its lock must be checked. */
        public boolean isOccupied() {
            return state == RESERVED || state == ALIVE || state == LEAVING;
        }

        private boolean isOf(Reservation process) {
            return state != FREE && generation == process.generation();
        }

        private boolean waitsFor(Reservation process) {
            return state == RESERVED && generation == process.generation();
        }

        private Occupant withState(int newState) {
            return new Occupant(newState, parent, generation, pid);
        }

        private Occupant withPid(long newPid) {
            return new Occupant(state, parent, generation, newPid);
        }

        private Occupant next(int newParent, long newPid) {
            return new Occupant(RESERVED, newParent, generation + 1 & GENERATION_MASK, newPid);
        }

        private Occupant gone() {
            return new Occupant(FREE, NO_PARENT, generation, 0);
        }

        private boolean isNotStarted() {
            return state == RESERVED && pid == 0;
        }

        /**
         * The next word of a slot whose parent is dead. A child that was not started yet loses its slot; if it starts
         * all the same, it notices and ends.
         */
        private Occupant orphan() {
            return state == SWEPT || isNotStarted() ? gone() : new Occupant(state, NO_PARENT, generation, pid);
        }
    }

    /** The slot's state, parent, generation and pid now. */
    public Occupant occupant(int slot) {
        return Occupant.of(region.getLongVolatile(slotOffset(slot) + SLOT_OCCUPANT_OFFSET));
    }

    /** Changes a slot's word atomically; false if it is no longer as it was seen. */
    private boolean change(int slot, Occupant seen, Occupant changed) {
        return region.compareAndSetLong(slotOffset(slot) + SLOT_OCCUPANT_OFFSET, seen.word(), changed.word());
    }

    /**
     * A slot as given to one process: the generation distinguishes that process from later ones. {@code equals} is
     * written by hand, as for all that is compared while a process starts: the JVM would make 50 classes for a record's
     * own.
     */
    public record Reservation(int slot, int generation) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Reservation that && slot == that.slot && generation == that.generation;
        }

        @Override
        public int hashCode() {
            return word();
        }

        /** Encoded as a word other than 0, which stands for no process. */
        private int word() {
            return (generation << Occupant.PARENT_BITS) | (slot + 1);
        }

        private static Reservation of(int word) {
            int slot = (word & (1 << Occupant.PARENT_BITS) - 1) - 1;
            return new Reservation(slot, word >>> Occupant.PARENT_BITS);
        }
    }

    /**
     * Reserves a slot for a new process.
     *
     * @param pid the pid of a process that reserves the slot for itself; 0 for a process that is still to be started
     */
    public Reservation reserve(int parent, long pid, String name, boolean daemon) {
        for (int slot = 0; slot < SLOT_COUNT; slot++) {
            Occupant free = occupant(slot);
            if (free.state() == FREE) {
                // Raised first: if this process dies, its sweeper looks only below the limit for what it has reserved.
                raiseLimit(slot + 1);
                Occupant mine = free.next(parent, pid);
                if (change(slot, free, mine)) {
                    int at = slotOffset(slot);
                    region.setInt(at + SLOT_EXIT_OFFSET, 0);
                    region.setInt(at + SLOT_INTERRUPT_OFFSET, 0);
                    region.setInt(at + SLOT_RESTARTS_OFFSET, 0);
                    region.setInt(at + SLOT_CHANNEL_OFFSET, 0);
                    region.setLong(at + SLOT_START_TICKS_OFFSET, 0);
                    region.putBytes(at + SLOT_WAITS_OFFSET, new byte[SLOT_WAITS_COUNT * Integer.BYTES]);
                    region.setIntRelease(at + SLOT_DAEMON_OFFSET, daemon ? 1 : 0);
                    writeName(at, name);
                    return new Reservation(slot, mine.generation());
                }
            }
        }
        throw new MultiprocessingException(
                "all " + SLOT_COUNT + " process slots of the session are in use; join children that have ended");
    }

    /**
     * Empties the table when no process of the session is alive. A child that was being started finds its slot taken.
     */
    public void clear() {
        for (int slot = 0; slot < SLOT_COUNT; slot++) {
            Occupant now = occupant(slot);
            while (!change(slot, now, now.next(NO_PARENT, 0).gone())) {
                now = occupant(slot);
            }
        }
        region.setIntVolatile(SLOT_LIMIT_OFFSET, 0);
    }

    private void raiseLimit(int limit) {
        int now = limit();
        while (now < limit && !region.compareAndSetInt(SLOT_LIMIT_OFFSET, now, limit)) {
            now = limit();
        }
    }

    /** No slot from here on was ever used. */
    public int limit() {
        return Math.min(SLOT_COUNT, region.getIntVolatile(SLOT_LIMIT_OFFSET));
    }

    private void writeName(int at, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] kept = bytes.length <= SLOT_NAME_BYTES ? bytes : Arrays.copyOf(bytes, SLOT_NAME_BYTES);
        region.putBytes(at + SLOT_NAME_OFFSET, kept);
        region.setIntRelease(at + SLOT_NAME_LENGTH_OFFSET, kept.length);
    }

    /** Whether a slot still waits for the process it was reserved for. */
    public boolean isReserved(Reservation process) {
        return occupant(process.slot()).waitsFor(process);
    }

    /** Marks this process as alive in its slot; false if the slot was taken from it meanwhile. */
    public boolean enter(Reservation me, long pid) {
        for (Occupant now = occupant(me.slot()); now.waitsFor(me); now = occupant(me.slot())) {
            if (change(me.slot(), now, now.withPid(pid).withState(ALIVE))) {
                region.setLong(slotOffset(me.slot()) + SLOT_STARTED_MILLIS_OFFSET, System.currentTimeMillis());
                return true;
            }
        }
        return false;
    }

    /** Called by the parent of a process that it has started. */
    public void started(Reservation child, long pid) {
        Occupant now = occupant(child.slot());
        while (now.isOf(child) && !change(child.slot(), now, now.withPid(pid))) {
            now = occupant(child.slot());
        }
    }

    /** Sets the state; called by the process that may take the next step in the diagram above. */
    public void setState(int slot, int state) {
        Occupant now = occupant(slot);
        while (!change(slot, now, now.withState(state))) {
            now = occupant(slot);
        }
    }

    /** Marks a process as swept: its slot is kept for its parent, or freed if there is none. */
    public void retire(Reservation dead) {
        Occupant now = occupant(dead.slot());
        while (now.isOf(dead) && now.isOccupied() && !change(dead.slot(), now, retired(now))) {
            now = occupant(dead.slot());
        }
    }

    private Occupant retired(Occupant dead) {
        boolean isAwaited =
                dead.parent() != NO_PARENT && occupant(dead.parent()).isOccupied();
        return isAwaited ? dead.withState(SWEPT) : dead.gone();
    }

    /** Makes the children of a dead process children of nobody. */
    public void orphanChildren(int parent) {
        int limit = limit();
        for (int slot = 0; slot < limit; slot++) {
            Occupant now = occupant(slot);
            while (now.state() != FREE && now.parent() == parent && !change(slot, now, now.orphan())) {
                now = occupant(slot);
            }
        }
    }

    /** Called by a parent: frees the slot of a child that is swept or was never started. */
    public void free(Reservation child) {
        Occupant now = occupant(child.slot());
        while (now.isOf(child)
                && (now.state() == SWEPT || now.isNotStarted())
                && !change(child.slot(), now, now.gone())) {
            now = occupant(child.slot());
        }
    }

    /** Called by a parent that no longer waits for a child: others free its slot when it is swept. */
    public void disown(Reservation child) {
        Occupant now = occupant(child.slot());
        while (now.isOf(child) && !change(child.slot(), now, now.orphan())) {
            now = occupant(child.slot());
        }
    }

    public int state(int slot) {
        return occupant(slot).state();
    }

    public int parent(int slot) {
        return occupant(slot).parent();
    }

    public int generation(int slot) {
        return occupant(slot).generation();
    }

    public long pid(int slot) {
        return occupant(slot).pid();
    }

    /** Whether a process may be alive in the slot, so that its lock must be checked. */
    public boolean isOccupied(int slot) {
        return occupant(slot).isOccupied();
    }

    public boolean isDaemon(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_DAEMON_OFFSET) != 0;
    }

    /** Called by the parent of a process whose slot it has not freed yet: the process is to interrupt its task. */
    public void requestInterrupt(Reservation child) {
        if (occupant(child.slot()).isOf(child)) {
            region.setIntVolatile(slotOffset(child.slot()) + SLOT_INTERRUPT_OFFSET, 1);
        }
    }

    /** Whether the parent has asked for an interrupt since the last call. */
    public boolean takeInterrupt(int slot) {
        int at = slotOffset(slot) + SLOT_INTERRUPT_OFFSET;
        return region.getIntVolatile(at) != 0 && region.compareAndSetInt(at, 1, 0);
    }

    /** Called by the parent of a process: how often it has started the child again. */
    public void setRestarts(int slot, int restarts) {
        region.setIntVolatile(slotOffset(slot) + SLOT_RESTARTS_OFFSET, restarts);
    }

    public int restarts(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_RESTARTS_OFFSET);
    }

    /** How the process ends, as it says itself: 0 if it has said nothing, {@code n > 0} by signal n, -1 normally. */
    public int exitMark(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_EXIT_OFFSET);
    }

    public void setExitMark(int slot, int mark) {
        region.setIntVolatile(slotOffset(slot) + SLOT_EXIT_OFFSET, mark);
    }

    /**
     * Writes how the process of a slot can be identified if its lock is found free. Called while holding that lock, so
     * no other process uses the slot, even if another has reserved it.
     */
    public void setIdentity(int slot, long startTicks, long namespace) {
        int at = slotOffset(slot);
        region.setLongVolatile(at + SLOT_NAMESPACE_OFFSET, namespace);
        region.setLongVolatile(at + SLOT_START_TICKS_OFFSET, startTicks);
    }

    public long startTicks(int slot) {
        return region.getLongVolatile(slotOffset(slot) + SLOT_START_TICKS_OFFSET);
    }

    public long namespace(int slot) {
        return region.getLongVolatile(slotOffset(slot) + SLOT_NAMESPACE_OFFSET);
    }

    /** The process that sweeps the slot's process, or died in doing so; null if there is none. */
    public Reservation sweeper(int slot) {
        int word = region.getIntVolatile(slotOffset(slot) + SLOT_SWEEPER_OFFSET);
        return word == 0 ? null : Reservation.of(word);
    }

    /** Replaces the sweeper that was seen (null for none) by another; false if some other process was quicker. */
    public boolean beginSweep(int slot, Reservation seen, Reservation sweeper) {
        return region.compareAndSetInt(
                slotOffset(slot) + SLOT_SWEEPER_OFFSET, seen == null ? 0 : seen.word(), sweeper.word());
    }

    public void endSweep(int slot, Reservation sweeper) {
        region.compareAndSetInt(slotOffset(slot) + SLOT_SWEEPER_OFFSET, sweeper.word(), 0);
    }

    /**
     * How to wake the process's listener: 0 if there is none, -1 by its wake-up word, else by a datagram to this port.
     */
    public int channel(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_CHANNEL_OFFSET);
    }

    public void setChannel(int slot, int channel) {
        region.setIntVolatile(slotOffset(slot) + SLOT_CHANNEL_OFFSET, channel);
    }

    /** The offset of the word that a listener can sleep on. A later process in the slot continues its count. */
    public static int wakeUpWord(int slot) {
        return slotOffset(slot) + SLOT_WAKE_UP_OFFSET;
    }

    /** Shows that a thread of the process sleeps at an event, or, with 0, that it no longer does. */
    public void setWait(int slot, int cell, int event) {
        region.setIntRelease(slotOffset(slot) + SLOT_WAITS_OFFSET + cell * Integer.BYTES, event);
    }

    /** The offset of the event that a thread of the process sleeps at; 0 if none does. */
    public int wait(int slot, int cell) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_WAITS_OFFSET + cell * Integer.BYTES);
    }

    /** When the process started, on the clock of {@link System#currentTimeMillis}. */
    public long startedMillis(int slot) {
        return region.getLong(slotOffset(slot) + SLOT_STARTED_MILLIS_OFFSET);
    }

    public String name(int slot) {
        int at = slotOffset(slot);
        int length = region.getIntAcquire(at + SLOT_NAME_LENGTH_OFFSET);
        int kept = Math.max(0, Math.min(length, SLOT_NAME_BYTES));
        return new String(region.getBytes(at + SLOT_NAME_OFFSET, kept), StandardCharsets.UTF_8);
    }
}
