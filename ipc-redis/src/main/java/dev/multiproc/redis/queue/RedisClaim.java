package dev.multiproc.redis.queue;

import dev.multiproc.internal.engine.Claimed;
import java.util.concurrent.atomic.AtomicBoolean;

/** An item that the server has given to this process. */
final class RedisClaim implements Claimed {
    private final long id;
    private final int deliveries;
    private final String fence;
    private final AtomicBoolean isSettled = new AtomicBoolean();
    private volatile byte[] body;
    private volatile boolean isLate;

    RedisClaim(long id, int deliveries, String fence, byte[] body) {
        this.id = id;
        this.deliveries = deliveries;
        this.fence = fence;
        this.body = body;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public int deliveries() {
        return deliveries;
    }

    /** The number of the claim at the server, by which it tells it from later ones of the same item. */
    String fence() {
        return fence;
    }

    byte[] body() {
        return body;
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
        body = null;
    }
}
