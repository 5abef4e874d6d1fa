package dev.multiproc.redis.memory;

import dev.multiproc.redis.sync.Place;
import dev.multiproc.redis.sync.Registry;
import dev.multiproc.redis.sync.SyncKind;
import dev.multiproc.sync.SharedLock;
import java.util.Map;
import java.util.function.Supplier;

/** The lock that belongs to a value or an array: made on first use, and deleted with it. */
final class OwnLock implements Supplier<SharedLock> {
    private static final String SUFFIX = "!lock";

    private final Place place;
    private final Registry registry;
    private volatile SharedLock known;

    OwnLock(Place place, Registry registry) {
        this.place = place;
        this.registry = registry;
    }

    @Override
    public SharedLock get() {
        SharedLock lock = known;
        if (lock == null) {
            lock = (SharedLock) registry.part(SyncKind.LOCK, place.name() + SUFFIX, place, Map::of);
            known = lock;
        }
        return lock;
    }
}
