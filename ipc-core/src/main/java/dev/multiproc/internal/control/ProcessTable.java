package dev.multiproc.internal.control;

import static dev.multiproc.internal.control.ControlDescriptor.SLOT_COUNT;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_DAEMON_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_DOOR_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_EXIT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_GENERATION_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_LIMIT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAME_BYTES;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAME_LENGTH_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAME_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_PARENT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_PID_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_STARTED_MILLIS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_STATE_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.slotOffset;

import dev.multiproc.MultiprocessingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The slots of a session's processes.
 *
 * <pre>
 *  FREE -> RESERVED  by the parent, before it starts the child
 *  RESERVED -> ALIVE by the process, once it holds its lock under alive/
 *  ALIVE -> LEAVING  by the process, as the last thing it does
 *  RESERVED, ALIVE, LEAVING -> SWEPT by whoever got the lock of the dead process, after the sweep
 *  SWEPT -> FREE     by the parent, once it has read how the child ended; by the sweeper if there is no parent any more
 * </pre>
 */
public final class ProcessTable {
    public static final int FREE = 0;
    public static final int RESERVED = 1;
    public static final int ALIVE = 2;
    public static final int LEAVING = 3;
    public static final int SWEPT = 4;

    /** The parent of a process that nobody of the session started. */
    public static final int NO_PARENT = -1;

    private final MappedRegion region;

    public ProcessTable(MappedRegion region) {
        this.region = region;
    }

    /** A slot for a new process. Called by a live process, or by one that holds the lock of the slot already. */
    public int reserve(int parent, String name, boolean daemon) {
        for (int slot = 0; slot < SLOT_COUNT; slot++) {
            int at = slotOffset(slot);
            if (region.getIntVolatile(at + SLOT_STATE_OFFSET) == FREE
                    && region.compareAndSetInt(at + SLOT_STATE_OFFSET, FREE, RESERVED)) {
                raiseLimit(slot + 1);
                region.setIntVolatile(at + SLOT_PARENT_OFFSET, parent);
                region.getAndAddInt(at + SLOT_GENERATION_OFFSET, 1);
                region.setLong(at + SLOT_PID_OFFSET, 0);
                region.setInt(at + SLOT_EXIT_OFFSET, 0);
                region.setInt(at + SLOT_DOOR_OFFSET, 0);
                region.setIntRelease(at + SLOT_DAEMON_OFFSET, daemon ? 1 : 0);
                writeName(at, name);
                return slot;
            }
        }
        throw new MultiprocessingException(
                "all " + SLOT_COUNT + " process slots of the session are in use; join children that have ended");
    }

    /** Empties the table: no process of the session is alive. One that was being started finds its slot taken. */
    public void clear() {
        for (int slot = 0; slot < SLOT_COUNT; slot++) {
            region.getAndAddInt(slotOffset(slot) + SLOT_GENERATION_OFFSET, 1);
            free(slot);
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

    /** Says that this process lives in the slot; false if the slot was taken from it meanwhile. */
    public boolean enter(int slot, int generation, long pid) {
        int at = slotOffset(slot);
        if (generation(slot) != generation) {
            return false;
        }
        setPid(slot, pid);
        region.setLong(at + SLOT_STARTED_MILLIS_OFFSET, System.currentTimeMillis());
        return region.compareAndSetInt(at + SLOT_STATE_OFFSET, RESERVED, ALIVE);
    }

    public int state(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_STATE_OFFSET);
    }

    /** Sets the state on behalf of the one who owns the next step; see the table above. */
    public void setState(int slot, int state) {
        region.setIntVolatile(slotOffset(slot) + SLOT_STATE_OFFSET, state);
    }

    /** Gives a slot back whose process was swept or never started. */
    public void free(int slot) {
        // So that nobody takes a later occupant for this one.
        setPid(slot, 0);
        setParent(slot, NO_PARENT);
        setState(slot, FREE);
    }

    public boolean changeState(int slot, int from, int to) {
        return region.compareAndSetInt(slotOffset(slot) + SLOT_STATE_OFFSET, from, to);
    }

    public int parent(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_PARENT_OFFSET);
    }

    public int generation(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_GENERATION_OFFSET);
    }

    public long pid(int slot) {
        return region.getLongVolatile(slotOffset(slot) + SLOT_PID_OFFSET);
    }

    /** Set by the parent when the child is started, and by the child. */
    public void setPid(int slot, long pid) {
        region.setLongVolatile(slotOffset(slot) + SLOT_PID_OFFSET, pid);
    }

    /** Makes an orphan of a child whose parent was swept. */
    public void setParent(int slot, int parent) {
        region.setIntVolatile(slotOffset(slot) + SLOT_PARENT_OFFSET, parent);
    }

    public boolean isDaemon(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_DAEMON_OFFSET) != 0;
    }

    /** How the process says it leaves: 0 not at all, {@code n > 0} by signal n, -1 by itself. */
    public int exitMark(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_EXIT_OFFSET);
    }

    public void setExitMark(int slot, int mark) {
        region.setIntVolatile(slotOffset(slot) + SLOT_EXIT_OFFSET, mark);
    }

    public int door(int slot) {
        return region.getIntVolatile(slotOffset(slot) + SLOT_DOOR_OFFSET);
    }

    public void setDoor(int slot, int port) {
        region.setIntVolatile(slotOffset(slot) + SLOT_DOOR_OFFSET, port);
    }

    public String name(int slot) {
        int at = slotOffset(slot);
        int length = region.getIntAcquire(at + SLOT_NAME_LENGTH_OFFSET);
        int kept = Math.max(0, Math.min(length, SLOT_NAME_BYTES));
        return new String(region.getBytes(at + SLOT_NAME_OFFSET, kept), StandardCharsets.UTF_8);
    }

    /** Whether a process may live in the slot, so that its lock is worth a look. */
    public boolean isOccupied(int slot) {
        int state = state(slot);
        return state == RESERVED || state == ALIVE || state == LEAVING;
    }
}
