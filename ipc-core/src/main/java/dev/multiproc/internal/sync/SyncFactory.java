package dev.multiproc.internal.sync;

import dev.multiproc.internal.object.Naming;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectRequest;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.sync.BarrierAction;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.sync.Synchronizers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes the synchronizers of a session, and finds them by name. */
public final class SyncFactory implements Synchronizers {
    private static final long NO_LIMIT = 0;

    private final SessionContext context;
    private final Naming naming;

    public SyncFactory(SessionContext context, OpenMode mode) {
        this.context = context;
        this.naming = new Naming(context.objects(), mode);
    }

    @Override
    public SharedLock lock() {
        return makeLock(naming.fresh("lock"));
    }

    @Override
    public SharedLock lock(String name) {
        return makeLock(naming.named(name));
    }

    /**
     * The lock that belongs to another object.
     *
     * @param owner the object; it is not there any more if this throws
     * @param name of the lock, which users cannot give
     */
    public static SharedLock ofObject(SessionContext context, ObjectPlace owner, String name) {
        // Under the lock of the tables, so nobody can delete the owner meanwhile.
        return (SharedLock) context.objects().open(SyncKind.LOCK, ObjectRequest.ofOwn(name), place -> owner.check());
    }

    private SharedLock makeLock(ObjectRequest request) {
        return (SharedLock) context.objects().open(SyncKind.LOCK, request, place -> {});
    }

    @Override
    public SharedSemaphore semaphore(int permits) {
        return makeSemaphore(naming.fresh("semaphore"), permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore semaphore(String name, int permits) {
        return makeSemaphore(naming.named(name), permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore boundedSemaphore(int permits) {
        return makeSemaphore(naming.fresh("semaphore"), permits, permits);
    }

    @Override
    public SharedSemaphore boundedSemaphore(String name, int permits) {
        return makeSemaphore(naming.named(name), permits, permits);
    }

    private SharedSemaphore makeSemaphore(ObjectRequest request, int permits, int bound) {
        checkNotNegative(permits, "permits");
        return (SharedSemaphore) context.objects()
                .open(
                        SyncKind.SEMAPHORE,
                        request,
                        place -> SemaphoreCounters.initialize(place.region(), 0, permits, bound));
    }

    @Override
    public SharedEvent event() {
        return makeEvent(naming.fresh("event"));
    }

    @Override
    public SharedEvent event(String name) {
        return makeEvent(naming.named(name));
    }

    private SharedEvent makeEvent(ObjectRequest request) {
        return (SharedEvent) context.objects().open(SyncKind.EVENT, request, place -> {});
    }

    @Override
    public SharedLatch latch(int count) {
        return makeLatch(naming.fresh("latch"), count);
    }

    @Override
    public SharedLatch latch(String name, int count) {
        return makeLatch(naming.named(name), count);
    }

    private SharedLatch makeLatch(ObjectRequest request, int count) {
        checkNotNegative(count, "count");
        return (SharedLatch)
                context.objects().open(SyncKind.LATCH, request, place -> MappedLatch.initialize(place.region(), count));
    }

    @Override
    public SharedBarrier barrier(int parties) {
        return makeBarrier(naming.fresh("barrier"), parties, null, NO_LIMIT);
    }

    @Override
    public SharedBarrier barrier(String name, int parties) {
        return makeBarrier(naming.named(name), parties, null, NO_LIMIT);
    }

    @Override
    public SharedBarrier barrier(int parties, Duration timeLimit) {
        return makeBarrier(naming.fresh("barrier"), parties, null, nanos(timeLimit));
    }

    @Override
    public SharedBarrier barrier(String name, int parties, Duration timeLimit) {
        return makeBarrier(naming.named(name), parties, null, nanos(timeLimit));
    }

    @Override
    public SharedBarrier barrier(int parties, BarrierAction action) {
        return makeBarrier(naming.fresh("barrier"), parties, Objects.requireNonNull(action, "action"), NO_LIMIT);
    }

    @Override
    public SharedBarrier barrier(String name, int parties, BarrierAction action) {
        return makeBarrier(naming.named(name), parties, Objects.requireNonNull(action, "action"), NO_LIMIT);
    }

    @Override
    public SharedBarrier barrier(int parties, BarrierAction action, Duration timeLimit) {
        return makeBarrier(
                naming.fresh("barrier"), parties, Objects.requireNonNull(action, "action"), nanos(timeLimit));
    }

    @Override
    public SharedBarrier barrier(String name, int parties, BarrierAction action, Duration timeLimit) {
        return makeBarrier(naming.named(name), parties, Objects.requireNonNull(action, "action"), nanos(timeLimit));
    }

    private static long nanos(Duration timeLimit) {
        if (timeLimit.isZero() || timeLimit.isNegative()) {
            throw new IllegalArgumentException("a barrier's time limit is longer than zero, timeLimit=" + timeLimit);
        }
        return TimeUnit.NANOSECONDS.convert(timeLimit);
    }

    /** Without an action if that is null. */
    private SharedBarrier makeBarrier(ObjectRequest request, int parties, BarrierAction action, long limitNanos) {
        MappedBarrier.checkParties(parties);
        byte[] stored = action == null ? null : context.serialize(action);
        AtomicBoolean isNew = new AtomicBoolean();
        MappedBarrier barrier = (MappedBarrier) context.objects().open(SyncKind.BARRIER, request, place -> {
            if (stored != null) {
                StoredAction.write(context.files().file(place.fileName()), stored);
            }
            BarrierCounters.initialize(place.region(), 0, parties, stored != null, limitNanos);
            isNew.set(true);
        });
        if (action != null && isNew.get()) {
            barrier.action().keep(action);
        }
        return barrier;
    }

    @Override
    public SharedReadWriteLock readWriteLock() {
        return makeReadWriteLock(naming.fresh("lock"));
    }

    @Override
    public SharedReadWriteLock readWriteLock(String name) {
        return makeReadWriteLock(naming.named(name));
    }

    private SharedReadWriteLock makeReadWriteLock(ObjectRequest request) {
        return (SharedReadWriteLock) context.objects().open(SyncKind.READ_WRITE_LOCK, request, place -> {});
    }

    private static void checkNotNegative(int number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("the number is negative, " + what + "=" + number);
        }
    }
}
