package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogFile;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** A record that this process has claimed and not finished: where it is, and a hold on its file. */
final class Claim {
    /** Not an object of its own: there is a claim for each item. */
    private static final AtomicIntegerFieldUpdater<Claim> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(Claim.class, "settled");

    private static final ThreadLocal<Claim> OF_THREAD = ThreadLocal.withInitial(Claim::new);

    /** Null once it is let go. */
    private LogFile file;

    private int offset;
    private long word;
    private long sequence;
    private volatile int settled;

    private Claim() {}

    /** Takes over one hold on the file. */
    Claim(LogFile file, int offset, long word, long sequence) {
        set(file, offset, word, sequence);
    }

    /** Of the record where a cursor stands, as it is claimed; holds its file. */
    static Claim at(Cursor cursor, long word) {
        return new Claim(cursor.file().retain(), cursor.offset(), word, cursor.sequence());
    }

    /**
     * The same as {@link #at}, in an object that is used again once it is let go: for one whom nobody else sees. If this thread's is in use, by
     * somebody whose codec takes items, a new one.
     */
    static Claim ofThreadAt(Cursor cursor, long word) {
        Claim mine = OF_THREAD.get();
        return mine.file == null
                ? mine.set(cursor.file().retain(), cursor.offset(), word, cursor.sequence())
                : at(cursor, word);
    }

    private Claim set(LogFile newFile, int newOffset, long newWord, long newSequence) {
        file = newFile;
        offset = newOffset;
        word = newWord;
        sequence = newSequence;
        if (settled != 0) {
            settled = 0;
        }
        return this;
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
        return sequence;
    }

    int deliveries() {
        return RecordDescriptor.deliveries(word);
    }

    /** True for the one who may finish the claim or give it back. */
    boolean settle() {
        return SETTLED.compareAndSet(this, 0, 1);
    }

    /** Lets go of the file, after the word was written. */
    void release() {
        handOver().release();
    }

    /** Gives the hold on the file to the caller, after the word was written. */
    LogFile handOver() {
        LogFile held = file;
        file = null;
        return held;
    }
}
