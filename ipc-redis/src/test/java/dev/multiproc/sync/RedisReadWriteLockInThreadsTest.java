package dev.multiproc.sync;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;

@NeedsServer
class RedisReadWriteLockInThreadsTest extends ReadWriteLockContract {
    @Override
    Cast cast() {
        return RedisCast.ofThreads();
    }
}
