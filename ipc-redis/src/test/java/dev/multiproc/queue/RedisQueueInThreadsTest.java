package dev.multiproc.queue;

import dev.multiproc.Options;
import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;

@NeedsServer
class RedisQueueInThreadsTest extends QueueContract {
    @Override
    Cast cast(Options options) {
        return RedisCast.ofThreads(options);
    }
}
