package dev.multiproc.redis.queue;

/** A queue of this package. */
interface HasEngine {
    RedisEngine<?> engine();
}
