package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.sync.OwnedPermits;
import dev.multiproc.sync.SharedSemaphore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A semaphore; see {@link SemaphoreCounters}. One object per semaphore and process. */
public final class MappedSemaphore extends MappedSynchronizer implements SharedSemaphore {
    private static final long serialVersionUID = 1L;

    private static final int NOBODY = -1;

    private final transient int slot;
    private final transient SemaphoreCounters counters;
    private final transient WaitQueue waitQueue;
    private final transient PermitOwners owners;

    /** Attaches to a semaphore at its place. */
    MappedSemaphore(SessionContext context, ObjectPlace place) {
        super(context, place);
        MappedRegion region = place.region();
        slot = context.slot();
        counters = new SemaphoreCounters(region, 0);
        waitQueue = new WaitQueue(region, counters.waitQueue(), context.waits());
        ProcessCounters ownerCounters =
                new ProcessCounters(region, counters.owners(), context.slot(), "own permits of the semaphore", name());
        RobustLock lock = new RobustLock(region, counters.ownersLock(), context.waits());
        owners = new PermitOwners(counters, ownerCounters, lock);
    }

    // ---------------------------------------------------------------- acquiring

    /** The permits that one call asks for. */
    private class Request implements WaitQueue.Resource {
        final int permits;
        /** Whether this process's reservation is for this request. */
        volatile boolean isReserved;

        Request(int permits) {
            this.permits = permits;
        }

        final boolean isGranted(long word, boolean hasWaited) {
            return SemaphoreCounters.available(word) >= permits
                    && (hasWaited || !SemaphoreCounters.isPromised(word))
                    && (isReserved || SemaphoreCounters.reserved(word) == NOBODY);
        }

        /** The state word after this request is granted. */
        final long taken(long word) {
            long left = SemaphoreCounters.minus(word, permits);
            return isReserved ? SemaphoreCounters.withReserved(left, NOBODY) : left;
        }

        @Override
        public final boolean isFree(boolean hasWaited) {
            return isGranted(counters.word(), hasWaited);
        }

        @Override
        public boolean tryTake(boolean hasWaited) {
            long word = counters.word();
            while (isGranted(word, hasWaited)) {
                if (counters.compareAndSet(word, taken(word))) {
                    SyncKillPoint.SYNC_SEMAPHORE_TAKEN.here();
                    return true;
                }
                word = counters.word();
            }
            return false;
        }

        @Override
        public final void breakPromise() {
            MappedSemaphore.this.breakPromise();
        }
    }

    private void breakPromise() {
        for (long word = counters.word(); SemaphoreCounters.isPromised(word); word = counters.word()) {
            counters.compareAndSet(word, SemaphoreCounters.withoutPromise(word));
        }
    }

    /** A request for permits that this process will own. */
    private final class OwnedRequest extends Request {
        OwnedRequest(int permits) {
            super(permits);
        }

        @Override
        public boolean tryTake(boolean hasWaited) {
            return isFree(hasWaited)
                    && owners.change(
                            permits, word -> isGranted(word, hasWaited) ? taken(word) : PermitOwners.Change.NONE);
        }
    }

    /** The right to all permits that are released from now on. One request at a time has it. */
    private final class Reservation implements WaitQueue.Resource {
        private final Request request;

        Reservation(Request request) {
            this.request = request;
        }

        @Override
        public boolean isFree(boolean hasWaited) {
            return SemaphoreCounters.reserved(counters.word()) == NOBODY;
        }

        @Override
        public boolean tryTake(boolean hasWaited) {
            long word = counters.word();
            request.isReserved = SemaphoreCounters.reserved(word) == NOBODY
                    && counters.compareAndSet(word, SemaphoreCounters.withReserved(word, slot));
            return request.isReserved;
        }

        @Override
        public void breakPromise() {
            MappedSemaphore.this.breakPromise();
        }

        void cancel() {
            request.isReserved = false;
            clearReservation(slot);
            waitQueue.wakeAll();
        }
    }

    private void clearReservation(int ofSlot) {
        for (long word = counters.word(); SemaphoreCounters.reserved(word) == ofSlot; word = counters.word()) {
            counters.compareAndSet(word, SemaphoreCounters.withReserved(word, NOBODY));
        }
    }

    private boolean acquire(Request request, long deadlineNanos) throws InterruptedException {
        checkOpen();
        Waits.checkInterrupt();
        if (request.permits == 0 || request.tryTake(false)) {
            return true;
        }
        if (request.permits == 1) {
            return waitQueue.await(request, deadlineNanos);
        }
        counters.setBulk();
        long patience = Deadline.in(WaitQueue.TURN_NANOS, TimeUnit.NANOSECONDS);
        return waitQueue.await(request, Deadline.earlier(patience, deadlineNanos))
                || acquireReserved(request, deadlineNanos);
    }

    /** Without a reservation, a request for several permits could wait forever while others take them one by one. */
    private boolean acquireReserved(Request request, long deadlineNanos) throws InterruptedException {
        Reservation reservation = new Reservation(request);
        if (!waitQueue.await(reservation, deadlineNanos)) {
            return request.tryTake(true);
        }
        boolean isTaken = false;
        try {
            isTaken = waitQueue.await(request, deadlineNanos);
            return isTaken;
        } finally {
            if (isTaken) {
                // The permits that are left are available to all again.
                waitQueue.wakeAll();
            } else {
                reservation.cancel();
            }
        }
    }

    private int checkPermits(int permits) {
        if (permits < 0 || permits > counters.bound()) {
            throw new IllegalArgumentException(
                    "there are never so many permits, permits=" + permits + ", bound=" + counters.bound());
        }
        return permits;
    }

    @Override
    public void acquire(int permits) throws InterruptedException {
        acquire(new Request(checkPermits(permits)), Deadline.NEVER);
    }

    @Override
    public void acquireUninterruptibly(int permits) {
        Request request = new Request(checkPermits(permits));
        Uninterrupted.call(() -> acquire(request, Deadline.NEVER));
    }

    @Override
    public boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
        return acquire(new Request(checkPermits(permits)), Deadline.in(timeout, unit));
    }

    @Override
    public boolean tryAcquire(int permits) {
        checkOpen();
        checkPermits(permits);
        long word = counters.word();
        while (SemaphoreCounters.available(word) >= permits) {
            if (counters.compareAndSet(word, SemaphoreCounters.minus(word, permits))) {
                SyncKillPoint.SYNC_SEMAPHORE_TAKEN.here();
                return true;
            }
            word = counters.word();
        }
        return false;
    }

    @Override
    public int drainPermits() {
        int drained;
        do {
            drained = availablePermits();
        } while (!tryAcquire(drained));
        return drained;
    }

    @Override
    public int availablePermits() {
        checkOpen();
        return SemaphoreCounters.available(counters.word());
    }

    @Override
    public int bound() {
        return counters.bound();
    }

    // ---------------------------------------------------------------- releasing

    @Override
    public void release(int permits) {
        checkOpen();
        if (permits < 0) {
            throw new IllegalArgumentException("the number of permits is negative, permits=" + permits);
        }
        if (permits == 0) {
            return;
        }
        boolean isTurnOver = waitQueue.isTurnOver();
        long word;
        long next;
        do {
            word = counters.word();
            if (permits > counters.bound() - SemaphoreCounters.available(word)) {
                throw new IllegalStateException("the semaphore was released too often, permits=" + permits
                        + ", available=" + SemaphoreCounters.available(word) + ", bound=" + counters.bound()
                        + ", semaphore="
                        + name());
            }
            next = SemaphoreCounters.plus(word, permits);
        } while (!counters.compareAndSet(word, isTurnOver ? SemaphoreCounters.promised(next) : next));
        wake(permits);
    }

    private void wake(int permits) {
        SyncKillPoint.SYNC_SEMAPHORE_RELEASED.here();
        if (permits == 1) {
            waitQueue.wakeOne();
        }
        // The thread that was woken may be waiting for more permits than there are.
        if (permits > 1 || counters.isBulk()) {
            waitQueue.wakeAll();
        }
    }

    // ---------------------------------------------------------------- owning

    @Override
    public OwnedPermits acquireOwned(int permits) throws InterruptedException {
        acquire(new OwnedRequest(checkPermits(permits)), Deadline.NEVER);
        return new Held(permits);
    }

    @Override
    public Optional<OwnedPermits> tryAcquireOwned(int permits, long timeout, TimeUnit unit)
            throws InterruptedException {
        return acquire(new OwnedRequest(checkPermits(permits)), Deadline.in(timeout, unit))
                ? Optional.of(new Held(permits))
                : Optional.empty();
    }

    private final class Held implements OwnedPermits {
        private final int permits;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        Held(int permits) {
            this.permits = permits;
        }

        @Override
        public int permits() {
            return permits;
        }

        @Override
        public void close() {
            context.checkOpen();
            if (permits > 0 && isClosed.compareAndSet(false, true)) {
                boolean isTurnOver = waitQueue.isTurnOver();
                owners.change(-permits, word -> {
                    long next = owners.givenBack(word, permits);
                    return isTurnOver ? SemaphoreCounters.promised(next) : next;
                });
                wake(permits);
            }
        }

        @Override
        public String toString() {
            return "OwnedPermits[permits=" + permits + ", semaphore=" + name() + "]";
        }
    }

    @Override
    public void recover(int deadSlot) {
        owners.recover(deadSlot);
    }

    @Override
    public void sweep(int deadSlot) {
        owners.sweep(deadSlot);
        clearReservation(deadSlot);
        waitQueue.forget(deadSlot);
    }

    @Override
    public String toString() {
        return "SharedSemaphore[name=" + name() + ", available=" + SemaphoreCounters.available(counters.word()) + "]";
    }
}
