package dev.multiproc.internal.sync;

import dev.multiproc.sync.BarrierAction;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.sync.Synchronizers;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** Creates synchronizers in a session, and finds them by name. */
public final class SynchronizerFactory implements Synchronizers {
    private final SyncHome home;

    public SynchronizerFactory(SyncHome home) {
        this.home = home;
    }

    @Override
    public SharedLock lock() {
        return makeLock(home.freshName("lock"));
    }

    @Override
    public SharedLock lock(String name) {
        return makeLock(home.checkName(name));
    }

    private SharedLock makeLock(String name) {
        return (SharedLock) home.object(MappedLock.KIND, name, base -> {});
    }

    @Override
    public SharedSemaphore semaphore(int permits) {
        return makeSemaphore(home.freshName("semaphore"), permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore semaphore(String name, int permits) {
        return makeSemaphore(home.checkName(name), permits, Integer.MAX_VALUE);
    }

    @Override
    public SharedSemaphore boundedSemaphore(int permits) {
        return makeSemaphore(home.freshName("semaphore"), permits, permits);
    }

    @Override
    public SharedSemaphore boundedSemaphore(String name, int permits) {
        return makeSemaphore(home.checkName(name), permits, permits);
    }

    private SharedSemaphore makeSemaphore(String name, int permits, int bound) {
        checkNotNegative(permits, "permits");
        return (SharedSemaphore) home.object(
                MappedSemaphore.KIND, name, base -> SemaphoreCounters.initialize(home.control(), base, permits, bound));
    }

    @Override
    public SharedEvent event() {
        return makeEvent(home.freshName("event"));
    }

    @Override
    public SharedEvent event(String name) {
        return makeEvent(home.checkName(name));
    }

    private SharedEvent makeEvent(String name) {
        return (SharedEvent) home.object(MappedEvent.KIND, name, base -> {});
    }

    @Override
    public SharedLatch latch(int count) {
        return makeLatch(home.freshName("latch"), count);
    }

    @Override
    public SharedLatch latch(String name, int count) {
        return makeLatch(home.checkName(name), count);
    }

    private SharedLatch makeLatch(String name, int count) {
        checkNotNegative(count, "count");
        return (SharedLatch)
                home.object(MappedLatch.KIND, name, base -> MappedLatch.initialize(home.control(), base, count));
    }

    @Override
    public SharedBarrier barrier(int parties) {
        return makeBarrier(home.freshName("barrier"), parties, null);
    }

    @Override
    public SharedBarrier barrier(String name, int parties) {
        return makeBarrier(home.checkName(name), parties, null);
    }

    @Override
    public SharedBarrier barrier(int parties, BarrierAction action) {
        return makeBarrier(home.freshName("barrier"), parties, Objects.requireNonNull(action, "action"));
    }

    @Override
    public SharedBarrier barrier(String name, int parties, BarrierAction action) {
        return makeBarrier(home.checkName(name), parties, Objects.requireNonNull(action, "action"));
    }

    /** Creates or finds a barrier; {@code action} may be null. */
    private SharedBarrier makeBarrier(String name, int parties, BarrierAction action) {
        MappedBarrier.checkParties(parties);
        byte[] stored = action == null ? null : home.serialize(action);
        AtomicBoolean isNew = new AtomicBoolean();
        MappedBarrier barrier = (MappedBarrier) home.object(MappedBarrier.KIND, name, base -> {
            if (stored != null) {
                StoredAction.write(home.file(name), stored);
            }
            BarrierCounters.initialize(home.control(), base, parties, stored != null);
            isNew.set(true);
        });
        if (action != null && isNew.get()) {
            barrier.action().keep(action);
        }
        return barrier;
    }

    @Override
    public SharedReadWriteLock readWriteLock() {
        return makeReadWriteLock(home.freshName("lock"));
    }

    @Override
    public SharedReadWriteLock readWriteLock(String name) {
        return makeReadWriteLock(home.checkName(name));
    }

    private SharedReadWriteLock makeReadWriteLock(String name) {
        return (SharedReadWriteLock) home.object(MappedReadWriteLock.KIND, name, base -> {});
    }

    private static void checkNotNegative(int number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("the number is negative, " + what + "=" + number);
        }
    }
}
