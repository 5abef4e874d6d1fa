package dev.multiproc.launcher.run;

import java.io.Serializable;

/**
 * What goes through the queue.
 *
 * @param cook the number of the cook who made it, from 0
 * @param number which of the cook's items it is, from 0
 * @param putMicros when it was put, in microseconds since the epoch
 */
record Food(int cook, int number, long putMicros) implements Serializable {
    /** The end signal: after it an eater goes home. */
    static final Food END = new Food(-1, -1, 0);

    boolean isEnd() {
        return cook < 0;
    }
}
