package dev.multiproc.redis.sync;

import dev.multiproc.sync.SharedLatch;

/** A latch at the server. */
final class RedisLatch extends Gate implements SharedLatch {
    private static final long serialVersionUID = 1L;

    RedisLatch(Place place) {
        super(place);
    }

    @Override
    public void countDown() {
        checkOpen();
        String unused = changeAnyhow("countDown");
    }

    @Override
    public long getCount() {
        return count();
    }

    @Override
    public String toString() {
        return "SharedLatch[name=" + name() + ", count=" + getCount() + "]";
    }
}
