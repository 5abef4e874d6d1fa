package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.FORM_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.PAYLOAD_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.SPILLED;
import static dev.multiproc.internal.queue.RecordDescriptor.TAGGED;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import java.io.IOException;

/** Reads what a record carries. */
final class Payload {
    private final SpillFiles spills;

    Payload(SpillFiles spills) {
        this.spills = spills;
    }

    /** The item's bytes. */
    byte[] read(MappedRegion region, int offset, long sequence) {
        int form = region.getInt(offset + FORM_OFFSET);
        if ((form & SPILLED) != 0) {
            try {
                return spills.read(sequence);
            } catch (IOException e) {
                throw new MultiprocessingException("cannot read the file of a large item, sequence=" + sequence, e);
            }
        }
        int skip = (form & TAGGED) != 0 ? Long.BYTES : 0;
        int length = region.getInt(offset + LENGTH_OFFSET) - skip;
        return region.getBytes(offset + PAYLOAD_OFFSET + skip, length);
    }

    static boolean isSpilled(MappedRegion region, int offset) {
        return (region.getInt(offset + FORM_OFFSET) & SPILLED) != 0;
    }

    /** Whether the record was tagged with that number. */
    static boolean hasTag(MappedRegion region, int offset, long tag) {
        return (region.getInt(offset + FORM_OFFSET) & TAGGED) != 0 && region.getLong(offset + PAYLOAD_OFFSET) == tag;
    }
}
