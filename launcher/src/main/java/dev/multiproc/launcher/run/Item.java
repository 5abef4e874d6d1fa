package dev.multiproc.launcher.run;

import java.io.Serializable;

/**
 * An item of the queue.
 *
 * @param runId the run that produced it; a durable queue may hold items of earlier runs
 * @param producer the index of its producer, from 0
 * @param number its position among the producer's items, from 0
 * @param putMicros when it was put, in microseconds since the epoch
 * @param encoded whether its content is an object in the encoding of the session's codec; otherwise it is a line
 * @param content its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Items are never compared with each other.
record Item(long runId, int producer, int number, long putMicros, boolean encoded, byte[] content)
        implements Serializable {
    /** The end signal (sentinel): a consumer of that run ends when it takes it. */
    static Item end(long runId) {
        return new Item(runId, -1, -1, 0, false, new byte[0]);
    }

    boolean isEnd() {
        return producer < 0;
    }

    @Override
    public String toString() {
        return "Item[runId=" + runId + ", producer=" + producer + ", number=" + number + ", putMicros=" + putMicros
                + "]";
    }
}
