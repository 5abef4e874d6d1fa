package dev.multiproc.queue;

import dev.multiproc.Options;
import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;

@NeedsServer
class RedisQueueAcrossProcessesIT extends QueueContract implements QueueHoldersContract, ConsumerDeathContract {
    private int killed;

    @Override
    int killed() {
        return killed;
    }

    @Override
    Cast cast(Options options) {
        return RedisCast.ofProcesses(options);
    }

    @Override
    public Actor hireBeside(Actor other) throws InterruptedException {
        return cast().hireBeside(other);
    }

    @Override
    public Actor hireToBeKilled() throws InterruptedException {
        killed++;
        return cast().hireToBeKilled();
    }
}
