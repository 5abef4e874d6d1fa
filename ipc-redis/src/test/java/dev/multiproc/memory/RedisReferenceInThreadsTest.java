package dev.multiproc.memory;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;

@NeedsServer
class RedisReferenceInThreadsTest extends ReferenceContract {
    @Override
    Cast cast() {
        return RedisCast.ofThreads();
    }
}
