package dev.multiproc.launcher.run;

import java.io.Serializable;

/**
 * What goes through the queue.
 *
 * @param cook the number of the cook who made it, from 0
 * @param number which of the cook's items it is, from 0
 * @param putMicros when it was put, in microseconds since the epoch
 * @param payload what it carries
 */
@SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
record Food(int cook, int number, long putMicros, byte[] payload) implements Serializable {
    private static final byte[] NOTHING = {};

    /** The end signal: after it an eater goes home. */
    static final Food END = new Food(-1, -1, 0);

    /** An item that carries nothing. */
    Food(int cook, int number, long putMicros) {
        this(cook, number, putMicros, NOTHING);
    }

    boolean isEnd() {
        return cook < 0;
    }

    @Override
    public String toString() {
        return "Food[cook=" + cook + ", number=" + number + ", putMicros=" + putMicros + "]";
    }
}
