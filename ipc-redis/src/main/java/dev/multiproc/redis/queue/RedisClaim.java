package dev.multiproc.redis.queue;

import dev.multiproc.internal.engine.Claimed;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** An item that the server has given to this process: one of a chunk that was claimed as a whole. */
final class RedisClaim implements Claimed {
    private final Record record;
    private final int index;
    private final int begin;
    private final AtomicBoolean isSettled = new AtomicBoolean();
    private volatile boolean isLate;

    /**
     * What the server knows as one claim.
     *
     * @param process this process, when it claimed it
     * @param number tells it from all other claims of the queue, so that what comes too late changes nothing
     * @param first the number of the first item
     */
    @SuppressWarnings("JavaLangClash") // Nothing here names the other one.
    record Record(String process, String number, long first, int deliveries, byte[] chunk, boolean isAhead) {
        /** Adds a claim of each item to a list. */
        void addTo(List<RedisClaim> claims) {
            int count = Chunk.count(chunk);
            int begin = Chunk.first();
            for (int i = 0; i < count; i++) {
                claims.add(new RedisClaim(this, i, begin));
                if (i < count - 1) {
                    begin = Chunk.next(chunk, begin);
                }
            }
        }
    }

    private RedisClaim(Record record, int index, int begin) {
        this.record = record;
        this.index = index;
        this.begin = begin;
    }

    @Override
    public long id() {
        return record.first() + index;
    }

    @Override
    public int deliveries() {
        return record.deliveries();
    }

    Record record() {
        return record;
    }

    /** Which of the record's items it is. */
    int index() {
        return index;
    }

    /** Where the item's bytes begin in the record's chunk. */
    int begin() {
        return begin;
    }

    int length() {
        return Chunk.length(record.chunk(), begin);
    }

    @Override
    public boolean settle() {
        return isSettled.compareAndSet(false, true);
    }

    boolean isSettled() {
        return isSettled.get();
    }

    void setLate() {
        isLate = true;
    }

    @Override
    public boolean isLate() {
        return isLate;
    }

    @Override
    public void release() {
        // The chunk goes with its last claim.
    }
}
