package dev.multiproc.redis.queue;

import dev.multiproc.internal.engine.JoinableEngineQueue;

/** A joinable queue at a server. One object per queue and process. */
final class RedisJoinableQueue<E> extends JoinableEngineQueue<E, RedisClaim> implements HasEngine {
    private static final long serialVersionUID = 1L;

    private final transient RedisEngine<E> server;

    RedisJoinableQueue(RedisEngine<E> server) {
        super(server);
        this.server = server;
    }

    @Override
    public RedisEngine<E> engine() {
        return server;
    }

    @Override
    protected Object writeReplace() {
        return server.handle();
    }
}
