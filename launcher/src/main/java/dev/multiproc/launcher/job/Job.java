package dev.multiproc.launcher.job;

/** One run of a command for an item. */
public final class Job {
    private final byte[] item;
    private final long sequence;
    private final int slot;

    /**
     * A job that has not begun.
     *
     * @param item its item, not changed any more
     * @param sequence its number, from 1
     * @param slot which of the places for jobs that run at once it has, from 1
     */
    public Job(byte[] item, long sequence, int slot) {
        this.item = item;
        this.sequence = sequence;
        this.slot = slot;
    }

    /** The item itself, not a copy. */
    public byte[] item() {
        return item;
    }

    /** Its number, from 1. */
    public long sequence() {
        return sequence;
    }

    /** Which of the places for jobs that run at once it has, from 1. */
    public int slot() {
        return slot;
    }
}
