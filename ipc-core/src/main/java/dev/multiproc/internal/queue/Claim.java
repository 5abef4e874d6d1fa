package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogFile;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** A record that this process has claimed and not finished: where it is, and a hold on its file. */
final class Claim {
    /** Not an object of its own: there is a claim for each item. */
    private static final AtomicIntegerFieldUpdater<Claim> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(Claim.class, "settled");

    private final LogFile file;
    private final int offset;
    private final long word;
    private volatile int settled;

    /** Takes over one hold on the file. */
    Claim(LogFile file, int offset, long word) {
        this.file = file;
        this.offset = offset;
        this.word = word;
    }

    MappedRegion region() {
        return file.region();
    }

    int offset() {
        return offset;
    }

    /** The record's word as it was claimed. */
    long word() {
        return word;
    }

    long sequence() {
        return RecordDescriptor.sequence(word);
    }

    int deliveries() {
        return RecordDescriptor.deliveries(word);
    }

    /** True for the one who may finish the claim or give it back. */
    boolean settle() {
        return SETTLED.compareAndSet(this, 0, 1);
    }

    boolean isSettled() {
        return settled != 0;
    }

    LogFile file() {
        return file;
    }

    /** Lets go of the file, after the word was written. */
    void release() {
        file.release();
    }
}
