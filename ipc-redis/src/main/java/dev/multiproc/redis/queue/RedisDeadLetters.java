package dev.multiproc.redis.queue;

import dev.multiproc.internal.engine.DeadLetterEngineQueue;

/** A queue of dead letters at a server. One object per queue and process. */
final class RedisDeadLetters<E> extends DeadLetterEngineQueue<E, RedisClaim> implements HasEngine {
    private static final long serialVersionUID = 1L;

    private final transient RedisEngine<E> server;

    RedisDeadLetters(RedisEngine<E> server) {
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
