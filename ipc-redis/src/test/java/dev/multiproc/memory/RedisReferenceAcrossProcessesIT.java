package dev.multiproc.memory;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;

@NeedsServer
class RedisReferenceAcrossProcessesIT extends ReferenceContract {
    @Override
    Cast cast() {
        return RedisCast.ofProcesses();
    }
}
