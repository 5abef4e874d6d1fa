package dev.multiproc.launcher.run;

import java.io.Serializable;

/**
 * An item of the queue.
 *
 * @param runId the run that produced it; a durable queue may hold items of earlier runs
 * @param producer the index of its producer, from 0
 * @param number its position among the producer's items, from 0
 * @param putMicros when it was put, in microseconds since the epoch
 * @param payload its content
 */
@SuppressWarnings("ArrayRecordComponent") // Items are never compared with each other.
record Item(long runId, int producer, int number, long putMicros, byte[] payload) implements Serializable {
    /** The end signal (sentinel): a consumer of that run ends when it takes it. */
    static Item end(long runId) {
        return new Item(runId, -1, -1, 0, new byte[0]);
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
