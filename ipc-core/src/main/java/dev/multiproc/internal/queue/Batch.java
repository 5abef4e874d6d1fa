package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that this process has claimed together, one behind the other, all in one file, and a hold on it. Used by one thread.
 */
final class Batch {
    /** No record has this word. */
    private static final long GONE = 0;

    private final LogFile file;
    private final long firstSequence;
    private final int[] offsets;
    private final long[] words;
    private int size;

    /** Takes over one hold on the file. */
    Batch(LogFile file, long firstSequence, int most) {
        this.file = file;
        this.firstSequence = firstSequence;
        this.offsets = new int[most];
        this.words = new long[most];
    }

    /** Of one claim, which is no more of use. */
    static Batch of(Claim claim) {
        int offset = claim.offset();
        Batch batch = new Batch(claim.handOver(), claim.sequence(), 1);
        batch.add(offset, claim.word());
        return batch;
    }

    /**
     * Adds a record.
     *
     * @param word as it was claimed
     */
    void add(int offset, long word) {
        offsets[size] = offset;
        words[size] = word;
        size++;
    }

    int size() {
        return size;
    }

    /** How many it may be. */
    int most() {
        return words.length;
    }

    MappedRegion region() {
        return file.region();
    }

    int offset(int index) {
        return offsets[index];
    }

    /** The record's word as it was claimed. */
    long word(int index) {
        return words[index];
    }

    long sequence(int index) {
        return firstSequence + index;
    }

    /** Whether a record is still part of this. */
    boolean has(int index) {
        return words[index] != GONE;
    }

    /** Makes a claim of its own of a record, which is no more part of this. */
    Claim part(int index) {
        Claim claim = new Claim(file.retain(), offsets[index], words[index], sequence(index));
        words[index] = GONE;
        return claim;
    }

    /** The same for all that are left from an index on. */
    List<Claim> partsFrom(int begin) {
        List<Claim> parts = new ArrayList<>(size - begin);
        for (int i = begin; i < size; i++) {
            if (has(i)) {
                parts.add(part(i));
            }
        }
        return parts;
    }

    /** Lets go of the file, after the words were written. */
    void release() {
        file.release();
    }
}
