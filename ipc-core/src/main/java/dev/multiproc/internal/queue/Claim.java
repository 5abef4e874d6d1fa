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

    /** The values of {@link #settled}. */
    private static final int OPEN = 0;

    private static final int SETTLED_IN_TIME = 1;
    private static final int LATE = 2;
    /** For some instructions. */
    private static final int EXTENDING = 3;

    private static final ThreadLocal<Claim> OF_THREAD = ThreadLocal.withInitial(Claim::new);

    /** Null once the hold is released. */
    private LogFile file;

    private int page;
    private int offset;
    private long word;
    private long sequence;
    private volatile int settled;

    private Claim() {}

    /** Takes over one hold on the file. */
    Claim(LogFile file, int page, int offset, long word, long sequence) {
        set(file, page, offset, word, sequence);
    }

    /** Creates the claim of the record at the cursor, which has just been claimed. Takes a hold on its file. */
    static Claim at(Cursor cursor, long word) {
        return new Claim(cursor.hold(), cursor.page(), cursor.offset(), word, cursor.sequence());
    }

    /**
     * As {@link #at}, but reuses one object per thread. Only for claims that no other thread sees. If the thread's
     * object is in use, because a codec takes items while it decodes one, a new object is created.
     */
    static Claim ofThreadAt(Cursor cursor, long word) {
        Claim mine = OF_THREAD.get();
        return mine.file == null
                ? mine.set(cursor.hold(), cursor.page(), cursor.offset(), word, cursor.sequence())
                : at(cursor, word);
    }

    private Claim set(LogFile newFile, int newPage, int newOffset, long newWord, long newSequence) {
        file = newFile;
        page = newPage;
        offset = newOffset;
        word = newWord;
        sequence = newSequence;
        if (settled != OPEN) {
            settled = OPEN;
        }
        return this;
    }

    MappedRegion region() {
        return file.region();
    }

    /** Where the record's page begins in its file. */
    int page() {
        return page;
    }

    int offset() {
        return offset;
    }

    /** The number of the record's file. */
    int cycle() {
        return file.cycle();
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
        return change(SETTLED_IN_TIME);
    }

    private boolean change(int next) {
        while (!SETTLED.compareAndSet(this, OPEN, next)) {
            if (settled != EXTENDING) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    boolean isSettled() {
        return settled == SETTLED_IN_TIME || settled == LATE;
    }

    @Override
    public boolean isLate() {
        return settled == LATE;
    }

    /** Called by who has settled the claim: its lease had ended, and nothing was changed. */
    void setLate() {
        settled = LATE;
        release();
    }

    /** Keeps other threads from settling the claim, until {@link #endExtending}. Returns false if it is settled. */
    boolean beginExtending() {
        return change(EXTENDING);
    }

    void endExtending(boolean isLate) {
        if (isLate) {
            setLate();
        } else {
            settled = OPEN;
        }
    }

    // ---------------------------------------------------------------- in a queue with a lease

    /** Whether the record is claimed by this claim and its lease has not ended. */
    boolean isHeld() {
        MappedRegion region = file.region();
        return region.getLongVolatile(offset) == word && RecordDescriptor.due(region, offset) > System.nanoTime();
    }

    /** Whether {@link #beginMove} has succeeded. */
    boolean isMoving() {
        return file.region().getLongVolatile(offset) == RecordDescriptor.withState(word, RecordDescriptor.MOVING);
    }

    /** Marks the record to be moved to the dead letters; false if its lease has ended. */
    boolean beginMove() {
        return replaceWord(RecordDescriptor.MOVING);
    }

    /** Marks the record as done; false if its lease has ended. */
    boolean finish() {
        return replaceWord(RecordDescriptor.DONE);
    }

    private boolean replaceWord(int state) {
        return isHeld() && file.region().compareAndSetLong(offset, word, RecordDescriptor.withState(word, state));
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
