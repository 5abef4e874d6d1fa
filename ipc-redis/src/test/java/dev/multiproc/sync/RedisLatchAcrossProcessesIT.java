package dev.multiproc.sync;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;

@NeedsServer
class RedisLatchAcrossProcessesIT extends LatchContract {
    @Override
    Cast cast() {
        return RedisCast.ofProcesses();
    }
}
