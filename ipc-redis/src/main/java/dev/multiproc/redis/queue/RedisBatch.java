package dev.multiproc.redis.queue;

import dev.multiproc.internal.engine.ClaimedBatch;
import java.util.ArrayList;
import java.util.List;

/** Items that the server has given to this process in one answer. */
final class RedisBatch implements ClaimedBatch<RedisClaim> {
    private final List<RedisClaim> claims;
    private final int size;

    RedisBatch(List<RedisClaim> claims) {
        this.claims = claims;
        this.size = claims.size();
    }

    RedisClaim get(int index) {
        return claims.get(index);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public RedisClaim part(int index) {
        return claims.set(index, null);
    }

    @Override
    public List<RedisClaim> partsFrom(int begin) {
        List<RedisClaim> parts = new ArrayList<>();
        for (int i = begin; i < size; i++) {
            RedisClaim part = part(i);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    @Override
    public void release() {
        claims.clear();
    }
}
