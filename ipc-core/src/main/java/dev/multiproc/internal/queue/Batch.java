package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.engine.ClaimedBatch;
import dev.multiproc.internal.log.LogFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive records of one page that this process claimed together, with a hold on that file. Used by one thread.
 */
final class Batch implements ClaimedBatch<Claim> {
    /** Marks a record that has left the batch. No record has this state word. */
    private static final long GONE = 0;

    private final LogFile file;
    private final int page;
    private final long firstSequence;
    private final int[] offsets;
    private final long[] words;
    private int size;
    private boolean isAnySpilled;

    /**
     * Takes over one hold on the file.
     *
     * @param page where the records' page begins in the file
     */
    Batch(LogFile file, int page, long firstSequence, int most) {
        this.file = file;
        this.page = page;
        this.firstSequence = firstSequence;
        this.offsets = new int[most];
        this.words = new long[most];
    }

    /** Turns a claim into a batch of one. The claim must not be used afterwards. */
    static Batch of(Claim claim) {
        int offset = claim.offset();
        Batch batch = new Batch(claim.handOver(), claim.page(), claim.sequence(), 1);
        batch.add(offset, claim.word(), Payload.isSpilled(batch.region(), offset));
        return batch;
    }

    /**
     * Adds a record.
     *
     * @param word the state word with which the record was claimed
     */
    void add(int offset, long word, boolean isSpilled) {
        isAnySpilled |= isSpilled;
        offsets[size] = offset;
        words[size] = word;
        size++;
    }

    @Override
    public int size() {
        return size;
    }

    /** The capacity of this batch. */
    int most() {
        return words.length;
    }

    MappedRegion region() {
        return file.region();
    }

    /** The number of the records' file. */
    int cycle() {
        return file.cycle();
    }

    int offset(int index) {
        return offsets[index];
    }

    /** The state word with which the record was claimed. */
    long word(int index) {
        return words[index];
    }

    long sequence(int index) {
        return firstSequence + index;
    }

    /** Whether the item is in a file of its own. */
    boolean isSpilled(int index) {
        return isAnySpilled && Payload.isSpilled(region(), offsets[index]);
    }

    /** Whether the record is still in this batch. */
    boolean has(int index) {
        return words[index] != GONE;
    }

    @Override
    public Claim part(int index) {
        Claim claim = new Claim(file.retain(), page, offsets[index], words[index], sequence(index));
        words[index] = GONE;
        return claim;
    }

    @Override
    public List<Claim> partsFrom(int begin) {
        List<Claim> parts = new ArrayList<>(size - begin);
        for (int i = begin; i < size; i++) {
            if (has(i)) {
                parts.add(part(i));
            }
        }
        return parts;
    }

    /** Releases the hold on the file, after the state words were written. */
    @Override
    public void release() {
        file.release();
    }
}
