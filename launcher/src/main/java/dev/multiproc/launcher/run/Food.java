package dev.multiproc.launcher.run;

import java.io.Serializable;

/**
 * What goes through the queue.
 *
 * @param runId the run that it was made in: a durable queue may hold items of earlier ones
 * @param cook the number of the cook who made it, from 0
 * @param number which of the cook's items it is, from 0
 * @param putMicros when it was put, in microseconds since the epoch
 * @param payload what it carries
 */
@SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
record Food(long runId, int cook, int number, long putMicros, byte[] payload) implements Serializable {
    /** The end signal: after it an eater of that run goes home. */
    static Food end(long runId) {
        return new Food(runId, -1, -1, 0, new byte[0]);
    }

    boolean isEnd() {
        return cook < 0;
    }

    @Override
    public String toString() {
        return "Food[runId=" + runId + ", cook=" + cook + ", number=" + number + ", putMicros=" + putMicros + "]";
    }
}
