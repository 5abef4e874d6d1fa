package dev.multiproc.redis.queue;

import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.Queues;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.redis.sync.Registry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Finds and makes the queues of a session at a server. */
public final class RedisQueues implements Queues {
    private final Registry registry;

    public RedisQueues(Registry registry) {
        this.registry = registry;
    }

    private static Registry.Content content(QueueOptions options) {
        if (options.syncToDisk()) {
            throw new UnsupportedOperationException(
                    "whether a put at a server waits for the disk is the server's matter:"
                            + " set appendfsync always there, and leave withSyncToDisk out");
        }
        Map<String, byte[]> fields = new LinkedHashMap<>();
        fields.put("capacity", number(options.capacity()));
        fields.put("max", number(options.maxDeliveries()));
        fields.put("death", Remote.bytes(options.onConsumerDeath().name()));
        fields.put("lease", micros(options.lease().orElse(Duration.ZERO)));
        fields.put("first", micros(options.firstRetryDelay()));
        fields.put("longest", micros(options.maxRetryDelay()));
        fields.put("next", number(0));
        return () -> fields;
    }

    private static byte[] number(long number) {
        return Remote.bytes(Long.toString(number));
    }

    private static byte[] micros(Duration time) {
        return number(time.toNanos() / 1000);
    }

    private Object make(RedisQueueKind kind, QueueOptions options) {
        return registry.fresh(kind, content(options));
    }

    private Object make(RedisQueueKind kind, String name, QueueOptions options) {
        Objects.requireNonNull(name, "name");
        return registry.named(kind, name, content(options));
    }

    @Override
    @SuppressWarnings("unchecked") // The processes agree on the type of the items.
    public <E> SharedQueue<E> queue(QueueOptions options) {
        return (SharedQueue<E>) make(RedisQueueKind.PLAIN, options);
    }

    @Override
    @SuppressWarnings("unchecked") // The same.
    public <E> SharedQueue<E> queue(String name, QueueOptions options) {
        return (SharedQueue<E>) make(RedisQueueKind.PLAIN, name, options);
    }

    @Override
    @SuppressWarnings("unchecked") // The same.
    public <E> JoinableQueue<E> joinableQueue(QueueOptions options) {
        return (JoinableQueue<E>) make(RedisQueueKind.JOINABLE, options);
    }

    @Override
    @SuppressWarnings("unchecked") // The same.
    public <E> JoinableQueue<E> joinableQueue(String name, QueueOptions options) {
        return (JoinableQueue<E>) make(RedisQueueKind.JOINABLE, name, options);
    }
}
