package dev.multiproc.pool;

import dev.multiproc.memory.SharedLongArray;
import java.io.Serializable;

/**
 * What the pool and its workers tell each other without a message: a word for each task on its way, from which both sides see who
 * has it, and a word for each place of a worker, with what the worker is to do.
 *
 * <pre>
 *   tasks:    slot 0 .. SLOTS - 1          | generation (32 bits) | number of the worker that runs it; 0: waits; -1: over |
 *   orders:   SLOTS + place of the worker  | number of the worker (32 bits) | order |
 * </pre>
 *
 * <p>A message names a slot and its generation. When the task is over, the generation goes up, and whoever finds the message later
 * drops it. So a task that waits is cancelled, or begun, by one compare-and-set.
 *
 * @param words the words
 */
record Board(SharedLongArray words) implements Serializable {
    /** How many tasks may be on their way: in the queue or in workers. */
    static final int SLOTS = 4096;

    /** Nothing special. */
    static final int WORK = 0;
    /** To leave after the tasks that it runs. */
    static final int LEAVE = 1;
    /** To leave, and to interrupt the tasks that it runs. */
    static final int INTERRUPT_AND_LEAVE = 2;

    private static final int WAITS = 0;
    private static final int OVER = -1;

    static int length() {
        return SLOTS + PoolOptions.MAX_WORKERS;
    }

    void delete() {
        words.delete();
    }

    private static long word(int generation, int state) {
        return (long) generation << Integer.SIZE | Integer.toUnsignedLong(state);
    }

    /** Called by the pool before it sends the message. */
    void setWaiting(int slot, int generation) {
        words.setRelease(slot, word(generation, WAITS));
    }

    /**
     * Called by the worker that got the message, perhaps after another worker that has died.
     *
     * @return false if the task is over: cancelled, or failed
     */
    boolean begin(int slot, int generation, int worker) {
        while (true) {
            long word = words.getAcquire(slot);
            if ((int) (word >>> Integer.SIZE) != generation || (int) word == OVER) {
                return false;
            }
            if (words.compareAndSet(slot, word, word(generation, worker))) {
                return true;
            }
        }
    }

    /** Whether a worker still has the task that it began. */
    boolean isRunBy(int slot, int generation, int worker) {
        return words.getAcquire(slot) == word(generation, worker);
    }

    /** The number of the worker that runs the task; 0 if none does. */
    int runner(int slot, int generation) {
        long word = words.getAcquire(slot);
        return (int) (word >>> Integer.SIZE) == generation ? Math.max(WAITS, (int) word) : WAITS;
    }

    /** Called by the pool: the task will not be begun any more, unless a worker has begun it already. */
    boolean cancelWaiting(int slot, int generation) {
        return words.compareAndSet(slot, word(generation, WAITS), word(generation, OVER));
    }

    /** Called by the pool: whatever there is of the task is to be dropped. */
    void setOver(int slot, int generation) {
        words.setRelease(slot, word(generation, OVER));
    }

    void order(int place, int worker, int order) {
        words.setRelease(SLOTS + place, word(worker, order));
    }

    int order(int place, int worker) {
        long word = words.getAcquire(SLOTS + place);
        return (int) (word >>> Integer.SIZE) == worker ? (int) word : WORK;
    }
}
