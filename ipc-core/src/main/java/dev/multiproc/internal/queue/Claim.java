package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.engine.Claimed;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** A record that this process has claimed and not yet finished: its place, and a hold on its file. */
final class Claim implements Claimed {
    /** A field updater instead of an AtomicInteger saves one object per item. */
    private static final AtomicIntegerFieldUpdater<Claim> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(Claim.class, "settled");

    private static final ThreadLocal<Claim> OF_THREAD = ThreadLocal.withInitial(Claim::new);

    /** Null once the hold is released. */
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

    /** Creates the claim of the record at the cursor, which has just been claimed. Takes a hold on its file. */
    static Claim at(Cursor cursor, long word) {
        return new Claim(cursor.file().retain(), cursor.offset(), word, cursor.sequence());
    }

    /**
     * As {@link #at}, but reuses one object per thread. Only for claims that no other thread sees. If the thread's
     * object is in use, because a codec takes items while it decodes one, a new object is created.
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

    /** Where the record is: its file and offset. */
    long location() {
        return PageDescriptor.location(file.cycle(), offset);
    }

    /** The state word with which the record was claimed. */
    long word() {
        return word;
    }

    long sequence() {
        return sequence;
    }

    @Override
    public long id() {
        return sequence;
    }

    @Override
    public int deliveries() {
        return RecordDescriptor.deliveries(word);
    }

    @Override
    public boolean settle() {
        return SETTLED.compareAndSet(this, 0, 1);
    }

    /** Releases the hold on the file, after the state word was written. */
    @Override
    public void release() {
        handOver().release();
    }

    /** Passes the hold on the file to the caller, after the state word was written. */
    LogFile handOver() {
        LogFile held = file;
        file = null;
        return held;
    }
}
