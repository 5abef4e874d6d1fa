package dev.multiproc.redis.sync;

import dev.multiproc.sync.BarrierAction;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.sync.Synchronizers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Makes the synchronizers of a session at a server, and finds them by name. */
public final class RedisSynchronizers implements Synchronizers {
    private static final int MOST_PARTIES = 65_535;
    private static final Registry.Content NOTHING = Map::of;

    private final Registry registry;
    private final Function<Object, byte[]> serialize;

    /**
     * For the objects of a session.
     *
     * @param serialize turns a barrier's action into bytes for other processes of the session
     */
    public RedisSynchronizers(Registry registry, Function<Object, byte[]> serialize) {
        this.registry = registry;
        this.serialize = serialize;
    }

    private Object open(Kind kind, String name, Registry.Content content) {
        return name == null ? registry.fresh(kind, content) : registry.named(kind, name, content);
    }

    private static String required(String name) {
        return Objects.requireNonNull(name, "name");
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static void checkNotNegative(int number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("the number is negative, " + what + "=" + number);
        }
    }

    @Override
    public SharedLock lock() {
        return (SharedLock) open(SyncKind.LOCK, null, NOTHING);
    }

    @Override
    public SharedLock lock(String name) {
        return (SharedLock) open(SyncKind.LOCK, required(name), NOTHING);
    }

    @Override
    public SharedReadWriteLock readWriteLock() {
        return (SharedReadWriteLock) open(SyncKind.READ_WRITE_LOCK, null, NOTHING);
    }

    @Override
    public SharedReadWriteLock readWriteLock(String name) {
        return (SharedReadWriteLock) open(SyncKind.READ_WRITE_LOCK, required(name), NOTHING);
    }

    @Override
    public SharedSemaphore semaphore(int permits) {
        return openSemaphore(null, permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore semaphore(String name, int permits) {
        return openSemaphore(required(name), permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore boundedSemaphore(int permits) {
        return openSemaphore(null, permits, permits);
    }

    @Override
    public SharedSemaphore boundedSemaphore(String name, int permits) {
        return openSemaphore(required(name), permits, permits);
    }

    private SharedSemaphore openSemaphore(String name, int permits, int bound) {
        checkNotNegative(permits, "permits");
        return (SharedSemaphore)
                open(SyncKind.SEMAPHORE, name, () -> Map.of("available", text(permits), "bound", text(bound)));
    }

    @Override
    public SharedEvent event() {
        return (SharedEvent) open(SyncKind.EVENT, null, () -> Map.of("count", text(1)));
    }

    @Override
    public SharedEvent event(String name) {
        return (SharedEvent) open(SyncKind.EVENT, required(name), () -> Map.of("count", text(1)));
    }

    @Override
    public SharedLatch latch(int count) {
        return openLatch(null, count);
    }

    @Override
    public SharedLatch latch(String name, int count) {
        return openLatch(required(name), count);
    }

    private SharedLatch openLatch(String name, int count) {
        checkNotNegative(count, "count");
        return (SharedLatch) open(SyncKind.LATCH, name, () -> Map.of("count", text(count)));
    }

    // ---------------------------------------------------------------- barriers

    @Override
    public SharedBarrier barrier(int parties) {
        return openBarrier(null, parties, null, null);
    }

    @Override
    public SharedBarrier barrier(String name, int parties) {
        return openBarrier(required(name), parties, null, null);
    }

    @Override
    public SharedBarrier barrier(int parties, BarrierAction action) {
        return openBarrier(null, parties, Objects.requireNonNull(action, "action"), null);
    }

    @Override
    public SharedBarrier barrier(String name, int parties, BarrierAction action) {
        return openBarrier(required(name), parties, Objects.requireNonNull(action, "action"), null);
    }

    @Override
    public SharedBarrier barrier(int parties, Duration timeLimit) {
        return openBarrier(null, parties, null, Objects.requireNonNull(timeLimit, "timeLimit"));
    }

    @Override
    public SharedBarrier barrier(String name, int parties, Duration timeLimit) {
        return openBarrier(required(name), parties, null, Objects.requireNonNull(timeLimit, "timeLimit"));
    }

    @Override
    public SharedBarrier barrier(int parties, BarrierAction action, Duration timeLimit) {
        return openBarrier(null, parties, Objects.requireNonNull(action, "action"), checked(timeLimit));
    }

    @Override
    public SharedBarrier barrier(String name, int parties, BarrierAction action, Duration timeLimit) {
        return openBarrier(required(name), parties, Objects.requireNonNull(action, "action"), checked(timeLimit));
    }

    private static Duration checked(Duration timeLimit) {
        return Objects.requireNonNull(timeLimit, "timeLimit");
    }

    private static long nanos(Duration timeLimit) {
        if (timeLimit == null) {
            return 0;
        }
        if (timeLimit.isZero() || timeLimit.isNegative()) {
            throw new IllegalArgumentException("a barrier's time limit is longer than zero, timeLimit=" + timeLimit);
        }
        return TimeUnit.NANOSECONDS.convert(timeLimit);
    }

    /** Without a name, an action or a limit if that is null. */
    private SharedBarrier openBarrier(String name, int parties, BarrierAction action, Duration timeLimit) {
        if (parties < 1 || parties > MOST_PARTIES) {
            throw new IllegalArgumentException("a barrier waits for 1 to " + MOST_PARTIES + ", parties=" + parties);
        }
        Map<String, byte[]> fields = new HashMap<>();
        fields.put("parties", text(parties));
        fields.put("limit", text(nanos(timeLimit)));
        fields.put("generation", text(0));
        fields.put("phase", "open".getBytes(StandardCharsets.US_ASCII));
        if (action != null) {
            fields.put("action", serialize.apply(action));
        }
        return (SharedBarrier) open(SyncKind.BARRIER, name, new Registry.Content() {
            @Override
            public Map<String, byte[]> fields() {
                return fields;
            }

            @Override
            public void made(Object object) {
                ((RedisBarrier) object).keep(action);
            }
        });
    }
}
