package dev.multiproc.redis.sync;

import dev.multiproc.sync.SharedEvent;

/** An event at the server: a gate whose count is 1 until it is set. */
final class RedisEvent extends Gate implements SharedEvent {
    private static final long serialVersionUID = 1L;

    RedisEvent(Place place) {
        super(place);
    }

    @Override
    public void set() {
        checkOpen();
        String unused = changeAnyhow("set");
    }

    @Override
    public void clear() {
        checkOpen();
        String unused = changeAnyhow("clear");
    }

    @Override
    public boolean isSet() {
        return count() == 0;
    }

    @Override
    public String toString() {
        return "SharedEvent[name=" + name() + ", set=" + isSet() + "]";
    }
}
