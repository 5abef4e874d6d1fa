package dev.multiproc.sync;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;

@NeedsServer
class RedisBarrierInThreadsTest extends BarrierContract {
    @Override
    Cast cast() {
        return RedisCast.ofThreads();
    }
}
