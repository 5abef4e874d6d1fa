package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.KillPoint;

/**
 * Which processes' threads hold a read lock: the value of a process's word is the number of its threads that do. A process
 * keeps its word for as long as it lives, so that to come and to go is one addition each.
 */
final class Readers {
    private static final int NONE = -1;

    private final ProcessWords words;
    /** Where this process's word is. Written under this. */
    private volatile int index = NONE;

    Readers(ProcessWords words) {
        this.words = words;
    }

    void come() {
        int current = index;
        words.getAndAdd(current == NONE ? take() : current, 1);
        KillPoint.SYNC_READER_COUNTED.here();
    }

    private synchronized int take() {
        if (index == NONE) {
            index = words.take(0);
        }
        return index;
    }

    /** Gives whether no other thread of this process is left. */
    boolean go() {
        return ProcessWords.value(words.getAndAdd(index, -1)) == 1;
    }

    boolean areNone() {
        for (int i = 0; i < ProcessWords.COUNT; i++) {
            if (ProcessWords.value(words.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    int count() {
        long count = 0;
        for (int i = 0; i < ProcessWords.COUNT; i++) {
            count += ProcessWords.value(words.get(i));
        }
        return (int) count;
    }

    void sweep(int deadSlot) {
        int found = words.find(deadSlot);
        if (found != NONE) {
            words.set(found, 0);
        }
    }
}
