package dev.multiproc.internal.sync;

import dev.multiproc.internal.object.ObjectFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.sync.BarrierAction;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.sync.Synchronizers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** The synchronizers of a session: makes them, and finds them by name. */
public final class SyncFamily implements Synchronizers, ObjectFamily {
    private final SessionContext context;

    public SyncFamily(SessionContext context) {
        this.context = context;
    }

    public static List<ObjectKind> kinds() {
        return List.of(SyncKind.values());
    }

    @Override
    public ObjectKind kind(int code) {
        return SyncKind.of(code);
    }

    @Override
    public SharedObject attach(ObjectKind kind, String name, int base) {
        return ((SyncKind) kind).attach(context, name, base);
    }

    @Override
    public SharedLock lock() {
        return makeLock(context.objects().freshName("lock"));
    }

    @Override
    public SharedLock lock(String name) {
        return makeLock(SafeName.check(name));
    }

    /** The lock that belongs to an object, under a name that users cannot give. */
    public static SharedLock ofObject(SessionContext context, String name) {
        return (SharedLock) context.objects().open(SyncKind.LOCK, name, base -> {});
    }

    private SharedLock makeLock(String name) {
        return ofObject(context, name);
    }

    @Override
    public SharedSemaphore semaphore(int permits) {
        return makeSemaphore(context.objects().freshName("semaphore"), permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore semaphore(String name, int permits) {
        return makeSemaphore(SafeName.check(name), permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore boundedSemaphore(int permits) {
        return makeSemaphore(context.objects().freshName("semaphore"), permits, permits);
    }

    @Override
    public SharedSemaphore boundedSemaphore(String name, int permits) {
        return makeSemaphore(SafeName.check(name), permits, permits);
    }

    private SharedSemaphore makeSemaphore(String name, int permits, int bound) {
        checkNotNegative(permits, "permits");
        return (SharedSemaphore) context.objects()
                .open(
                        SyncKind.SEMAPHORE,
                        name,
                        base -> SemaphoreCounters.initialize(context.control(), base, permits, bound));
    }

    @Override
    public SharedEvent event() {
        return makeEvent(context.objects().freshName("event"));
    }

    @Override
    public SharedEvent event(String name) {
        return makeEvent(SafeName.check(name));
    }

    private SharedEvent makeEvent(String name) {
        return (SharedEvent) context.objects().open(SyncKind.EVENT, name, base -> {});
    }

    @Override
    public SharedLatch latch(int count) {
        return makeLatch(context.objects().freshName("latch"), count);
    }

    @Override
    public SharedLatch latch(String name, int count) {
        return makeLatch(SafeName.check(name), count);
    }

    private SharedLatch makeLatch(String name, int count) {
        checkNotNegative(count, "count");
        return (SharedLatch) context.objects()
                .open(SyncKind.LATCH, name, base -> MappedLatch.initialize(context.control(), base, count));
    }

    @Override
    public SharedBarrier barrier(int parties) {
        return makeBarrier(context.objects().freshName("barrier"), parties, null);
    }

    @Override
    public SharedBarrier barrier(String name, int parties) {
        return makeBarrier(SafeName.check(name), parties, null);
    }

    @Override
    public SharedBarrier barrier(int parties, BarrierAction action) {
        return makeBarrier(context.objects().freshName("barrier"), parties, Objects.requireNonNull(action, "action"));
    }

    @Override
    public SharedBarrier barrier(String name, int parties, BarrierAction action) {
        return makeBarrier(SafeName.check(name), parties, Objects.requireNonNull(action, "action"));
    }

    /** Without an action if that is null. */
    private SharedBarrier makeBarrier(String name, int parties, BarrierAction action) {
        MappedBarrier.checkParties(parties);
        byte[] stored = action == null ? null : context.serialize(action);
        AtomicBoolean isNew = new AtomicBoolean();
        MappedBarrier barrier = (MappedBarrier) context.objects().open(SyncKind.BARRIER, name, base -> {
            if (stored != null) {
                StoredAction.write(context.files().file(name), stored);
            }
            BarrierCounters.initialize(context.control(), base, parties, stored != null);
            isNew.set(true);
        });
        if (action != null && isNew.get()) {
            barrier.action().keep(action);
        }
        return barrier;
    }

    @Override
    public SharedReadWriteLock readWriteLock() {
        return makeReadWriteLock(context.objects().freshName("lock"));
    }

    @Override
    public SharedReadWriteLock readWriteLock(String name) {
        return makeReadWriteLock(SafeName.check(name));
    }

    private SharedReadWriteLock makeReadWriteLock(String name) {
        return (SharedReadWriteLock) context.objects().open(SyncKind.READ_WRITE_LOCK, name, base -> {});
    }

    private static void checkNotNegative(int number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("the number is negative, " + what + "=" + number);
        }
    }
}
