package dev.multiproc.redis;

import dev.multiproc.ProcessTask;
import dev.multiproc.internal.entry.FarProcess;
import dev.multiproc.internal.entry.OtherHosts;
import dev.multiproc.redis.host.Hosts;

/** Starts children on other hosts, each in the session that has made it: several may have the same local one. */
final class RedisHosts implements OtherHosts {
    static final OtherHosts ALL = new RedisHosts();

    private RedisHosts() {}

    @Override
    public ProcessTask programs(ProcessTask task) {
        return task instanceof RedisTask wrapped ? wrapped.task() : task;
    }

    @Override
    public FarProcess start(Request request) {
        if (!(request.task() instanceof RedisTask wrapped)) {
            throw new IllegalArgumentException(
                    "only a session at a server can start children on other hosts, not the one of this machine, name="
                            + request.name());
        }
        Hosts hosts = RedisSessions.at(wrapped.address()).hosts();
        return hosts.start(request, wrapped.task());
    }
}
