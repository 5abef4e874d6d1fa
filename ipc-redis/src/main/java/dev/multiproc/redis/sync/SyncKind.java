package dev.multiproc.redis.sync;

import java.util.List;

/** The kinds of synchronizers; the codes are those of sessions on one machine. */
public enum SyncKind implements Kind {
    LOCK(10, "SharedLock", "lock") {
        @Override
        public ServerObject attach(Place place, Registry registry) {
            return new RedisLock(place, new ConditionFactory(registry));
        }
    },

    CONDITION(11, "SharedCondition", "condition") {
        @Override
        public ServerObject attach(Place place, Registry registry) {
            return ConditionFactory.attach(place, registry);
        }
    },

    SEMAPHORE(12, "SharedSemaphore", "semaphore") {
        @Override
        public ServerObject attach(Place place, Registry registry) {
            return new RedisSemaphore(place);
        }
    },

    EVENT(13, "SharedEvent", "event") {
        @Override
        public ServerObject attach(Place place, Registry registry) {
            return new RedisEvent(place);
        }
    },

    LATCH(14, "SharedLatch", "latch") {
        @Override
        public ServerObject attach(Place place, Registry registry) {
            return new RedisLatch(place);
        }
    },

    BARRIER(15, "SharedBarrier", "barrier") {
        @Override
        public ServerObject attach(Place place, Registry registry) {
            return new RedisBarrier(place);
        }
    },

    READ_WRITE_LOCK(16, "SharedReadWriteLock", "lock") {
        @Override
        public ServerObject attach(Place place, Registry registry) {
            return new RedisReadWriteLock(place, new ConditionFactory(registry));
        }
    };

    private final int code;
    private final String title;
    private final String word;

    SyncKind(int code, String title, String word) {
        this.code = code;
        this.title = title;
        this.word = word;
    }

    @Override
    public abstract ServerObject attach(Place place, Registry registry);

    @Override
    public void sweep(Place place, Registry registry, String deadProcess) {
        attach(place, registry).sweep(deadProcess);
    }

    @Override
    public List<String> endings() {
        return List.of(":w", ":r", ":s", ":o", ":n", ":z");
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String word() {
        return word;
    }
}
