package dev.multiproc.internal.control;

import static dev.multiproc.internal.control.ControlDescriptor.DELETIONS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_CHECKSUM_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_COUNT;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_ERA_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_GENERATION_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_KIND_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_LENGTH;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_NAME_BYTES;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_NAME_LENGTH_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_NAME_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_STATE_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OBJECT_WORDS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.objectOffset;

import dev.multiproc.MultiprocessingException;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * The session's shared objects by name. They are looked up without a lock, and added or removed by a caller that holds
 * the tables' lock.
 */
public final class ObjectTable {
    public static final int UNUSED = 0;
    public static final int RESERVED = 1;
    public static final int LIVE = 2;
    /** Deleted; its files may still be there. */
    public static final int DELETING = 3;

    private final MappedRegion region;

    public ObjectTable(MappedRegion region) {
        this.region = region;
    }

    /** The index of the object of that name, or -1. */
    public int find(String name) {
        for (int index = 0; index < OBJECT_COUNT; index++) {
            int state = state(index);
            if (state == UNUSED) {
                return -1;
            }
            if (state == LIVE && name(index).equals(name)) {
                return index;
            }
        }
        return -1;
    }

    /** Identifies the object that has, or had, an index; the index itself may be used again. */
    public record Life(int index, int generation) {}

    /** The object that has an index now. */
    public Life life(int index) {
        return new Life(index, region.getIntVolatile(objectOffset(index) + OBJECT_GENERATION_OFFSET));
    }

    /** Whether an object is still in the table. If so, the words read before belong to it. */
    public boolean lasts(Life life) {
        // The earlier reads must not be moved behind this check.
        VarHandle.acquireFence();
        // Not by the record's own equals: the JVM would make 50 classes for it.
        return state(life.index()) == LIVE && life(life.index()).generation() == life.generation();
    }

    /**
     * Reserves an index for a new object, if possible one that was never used: only then its words lie in the control file. The
     * object can be found after {@link #publish}.
     */
    public int reserve(int kind, String name) {
        int index = freeIndex(name);
        int at = objectOffset(index);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        region.setIntVolatile(at + OBJECT_STATE_OFFSET, RESERVED);
        // Written first: a reader that finds the same generation before and after its reads has read one object.
        region.getAndAddInt(at + OBJECT_GENERATION_OFFSET, 1);
        region.setInt(at + OBJECT_KIND_OFFSET, kind);
        region.setInt(at + OBJECT_NAME_LENGTH_OFFSET, bytes.length);
        region.putBytes(at + OBJECT_NAME_OFFSET, bytes);
        region.setInt(at + OBJECT_ERA_OFFSET, deletions());
        return index;
    }

    private int freeIndex(String name) {
        int used = -1;
        for (int index = 0; index < OBJECT_COUNT; index++) {
            int state = state(index);
            if (state == UNUSED) {
                return index;
            }
            // If it is RESERVED while the lock is held, its maker died or its object was deleted.
            if (state == RESERVED && used < 0) {
                used = index;
            }
        }
        if (used < 0) {
            throw new MultiprocessingException(
                    "all " + OBJECT_COUNT + " shared objects of the session are in use, name=" + name
                            + "; delete() those that are not needed any more, or use a second session");
        }
        return used;
    }

    /** Takes an object out of the table, under the tables' lock. From now on nobody finds it. */
    public void beginDeletion(int index) {
        region.setIntVolatile(objectOffset(index) + OBJECT_STATE_OFFSET, DELETING);
    }

    /** Ends a deletion, under the tables' lock; the index can be used again. */
    public void endDeletion(int index) {
        region.setIntVolatile(objectOffset(index) + OBJECT_STATE_OFFSET, RESERVED);
    }

    /** Tells all processes that something was deleted. Called under the tables' lock, before anything is made. */
    public void countDeletion() {
        region.getAndAddInt(DELETIONS_OFFSET, 1);
    }

    public int deletions() {
        return region.getIntVolatile(DELETIONS_OFFSET);
    }

    /** How many deletions had been counted when the object was made. */
    public int era(int index) {
        return region.getInt(objectOffset(index) + OBJECT_ERA_OFFSET);
    }

    public void publish(int index) {
        region.setInt(objectOffset(index) + OBJECT_CHECKSUM_OFFSET, checksum(index));
        region.setIntVolatile(objectOffset(index) + OBJECT_STATE_OFFSET, LIVE);
    }

    private int checksum(int index) {
        return region.checksum(objectOffset(index) + OBJECT_KIND_OFFSET, OBJECT_CHECKSUM_OFFSET - OBJECT_KIND_OFFSET);
    }

    /** Checks the table of a session that is opened again; returns what is damaged, or null. */
    public String findDamage() {
        boolean isEnd = false;
        for (int index = 0; index < OBJECT_COUNT; index++) {
            int state = state(index);
            if (state < UNUSED || state > DELETING) {
                return "object " + index + " has the unknown state " + state;
            }
            if (isEnd && state != UNUSED) {
                return "object " + index + " stands behind the end of the table";
            }
            if (state == LIVE && region.getInt(objectOffset(index) + OBJECT_CHECKSUM_OFFSET) != checksum(index)) {
                return "object " + index + " does not agree with its checksum";
            }
            isEnd |= state == UNUSED;
        }
        return null;
    }

    public int state(int index) {
        return region.getIntVolatile(objectOffset(index) + OBJECT_STATE_OFFSET);
    }

    public int kind(int index) {
        return region.getInt(objectOffset(index) + OBJECT_KIND_OFFSET);
    }

    public String name(int index) {
        int at = objectOffset(index);
        int length = Math.max(0, Math.min(region.getInt(at + OBJECT_NAME_LENGTH_OFFSET), OBJECT_NAME_BYTES));
        return new String(region.getBytes(at + OBJECT_NAME_OFFSET, length), StandardCharsets.UTF_8);
    }

    /** Where the words of an object's kind begin in the control file. */
    public static int words(int index) {
        return objectOffset(index) + OBJECT_WORDS_OFFSET;
    }

    /** The index of the object whose words begin at an offset. */
    public static int index(int words) {
        return (words - words(0)) / OBJECT_LENGTH;
    }
}
