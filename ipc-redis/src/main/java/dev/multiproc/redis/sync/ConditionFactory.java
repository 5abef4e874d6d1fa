package dev.multiproc.redis.sync;

import dev.multiproc.sync.SharedCondition;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Finds and makes conditions, which know their lock by its kind and name. */
final class ConditionFactory implements Conditions {
    private static final String LOCK = "lock";
    private static final String IS_READ_WRITE = "readWrite";

    private final Registry registry;

    ConditionFactory(Registry registry) {
        this.registry = registry;
    }

    static RedisCondition attach(Place place, Registry registry) {
        ConditionFields fields = new ConditionFields(place);
        Kind kind = fields.field(IS_READ_WRITE).equals("1") ? SyncKind.READ_WRITE_LOCK : SyncKind.LOCK;
        return new RedisCondition(place, (Monitor) registry.find(kind, fields.field(LOCK)));
    }

    /** Reads what a condition was made with. */
    private static final class ConditionFields extends ServerObject {
        private static final long serialVersionUID = 1L;

        ConditionFields(Place place) {
            super(place, Scripts.MONITOR);
        }
    }

    @Override
    public SharedCondition fresh(Monitor lock) {
        lock.checkThere();
        return (RedisCondition) registry.part(SyncKind.CONDITION, null, lock.place(), content(lock));
    }

    @Override
    public SharedCondition named(Monitor lock, String name) {
        lock.checkThere();
        RedisCondition found = (RedisCondition)
                registry.part(SyncKind.CONDITION, registry.checkName(name), lock.place(), content(lock));
        if (found.monitor() != lock) {
            throw new IllegalArgumentException("the condition belongs to another lock, name=" + name + ", lock="
                    + found.monitor().place().name());
        }
        return found;
    }

    private static Registry.Content content(Monitor lock) {
        boolean isReadWrite = lock instanceof RedisReadWriteLock;
        return () -> Map.of(LOCK, lock.place().name().getBytes(StandardCharsets.UTF_8), IS_READ_WRITE, new byte[] {
            (byte) (isReadWrite ? '1' : '0')
        });
    }
}
