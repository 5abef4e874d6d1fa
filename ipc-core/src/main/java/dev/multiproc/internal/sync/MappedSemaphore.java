package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
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

/** A semaphore; see {@link SemaphoreCounters}. One object a semaphore and process. */
public final class MappedSemaphore extends MappedSynchronizer implements SharedSemaphore {
    private static final long serialVersionUID = 1L;

    private static final int NOBODY = -1;

    private final transient int slot;
    private final transient SemaphoreCounters words;
    private final transient WaitQueue room;
    private final transient PermitOwners owners;

    /** Attaches to a semaphore whose words stand at an offset in the control file. */
    public MappedSemaphore(SessionContext context, String name, int base) {
        super(context, SyncKind.SEMAPHORE, name);
        MappedRegion region = context.control();
        slot = context.slot();
        words = new SemaphoreCounters(region, base);
        room = new WaitQueue(region, words.room(), context.waits());
        ProcessCounters ownersWords =
                new ProcessCounters(region, words.owners(), context.slot(), "own permits of one semaphore");
        RobustLock lock = new RobustLock(region, words.ownersLock(), context.waits());
        owners = new PermitOwners(words, ownersWords, lock);
    }

    // ---------------------------------------------------------------- acquiring

    /** What one call asks for. */
    private class Request implements WaitQueue.Prize {
        final int permits;
        /** Whether what is reserved for this process is reserved for this request. */
        volatile boolean isReserved;

        Request(int permits) {
            this.permits = permits;
        }

        final boolean isGranted(long word, boolean hasWaited) {
            return SemaphoreCounters.available(word) >= permits
                    && (hasWaited || !SemaphoreCounters.isPromised(word))
                    && (isReserved || SemaphoreCounters.reserved(word) == NOBODY);
        }

        /** What the word becomes. */
        final long taken(long word) {
            long left = SemaphoreCounters.minus(word, permits);
            return isReserved ? SemaphoreCounters.withReserved(left, NOBODY) : left;
        }

        @Override
        public final boolean isFree(boolean hasWaited) {
            return isGranted(words.word(), hasWaited);
        }

        @Override
        public boolean tryTake(boolean hasWaited) {
            long word = words.word();
            while (isGranted(word, hasWaited)) {
                if (words.compareAndSet(word, taken(word))) {
                    SyncKillPoint.SYNC_SEMAPHORE_TAKEN.here();
                    return true;
                }
                word = words.word();
            }
            return false;
        }

        @Override
        public final void breakPromise() {
            MappedSemaphore.this.breakPromise();
        }
    }

    private void breakPromise() {
        for (long word = words.word(); SemaphoreCounters.isPromised(word); word = words.word()) {
            words.compareAndSet(word, SemaphoreCounters.withoutPromise(word));
        }
    }

    /** A request for permits that this process owns. */
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

    /** To be the one for whom all permits that come in are kept. */
    private final class Reservation implements WaitQueue.Prize {
        private final Request request;

        Reservation(Request request) {
            this.request = request;
        }

        @Override
        public boolean isFree(boolean hasWaited) {
            return SemaphoreCounters.reserved(words.word()) == NOBODY;
        }

        @Override
        public boolean tryTake(boolean hasWaited) {
            long word = words.word();
            request.isReserved = SemaphoreCounters.reserved(word) == NOBODY
                    && words.compareAndSet(word, SemaphoreCounters.withReserved(word, slot));
            return request.isReserved;
        }

        @Override
        public void breakPromise() {
            MappedSemaphore.this.breakPromise();
        }

        void cancel() {
            request.isReserved = false;
            clearReservation(slot);
            room.wakeAll();
        }
    }

    private void clearReservation(int ofSlot) {
        for (long word = words.word(); SemaphoreCounters.reserved(word) == ofSlot; word = words.word()) {
            words.compareAndSet(word, SemaphoreCounters.withReserved(word, NOBODY));
        }
    }

    private boolean acquire(Request request, long deadlineNanos) throws InterruptedException {
        context.checkOpen();
        Waits.checkInterrupt();
        if (request.permits == 0 || request.tryTake(false)) {
            return true;
        }
        if (request.permits == 1) {
            return room.await(request, deadlineNanos);
        }
        words.setBulk();
        long patience = Deadline.in(WaitQueue.TURN_NANOS, TimeUnit.NANOSECONDS);
        return room.await(request, Deadline.earlier(patience, deadlineNanos))
                || acquireReserved(request, deadlineNanos);
    }

    /** Who waits for several would wait for ever while others take one by one. */
    private boolean acquireReserved(Request request, long deadlineNanos) throws InterruptedException {
        Reservation reservation = new Reservation(request);
        if (!room.await(reservation, deadlineNanos)) {
            return request.tryTake(true);
        }
        boolean isTaken = false;
        try {
            isTaken = room.await(request, deadlineNanos);
            return isTaken;
        } finally {
            if (isTaken) {
                // What is left is for all again.
                room.wakeAll();
            } else {
                reservation.cancel();
            }
        }
    }

    private int checkPermits(int permits) {
        if (permits < 0 || permits > words.bound()) {
            throw new IllegalArgumentException(
                    "there are never so many permits, permits=" + permits + ", bound=" + words.bound());
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
        context.checkOpen();
        checkPermits(permits);
        long word = words.word();
        while (SemaphoreCounters.available(word) >= permits) {
            if (words.compareAndSet(word, SemaphoreCounters.minus(word, permits))) {
                SyncKillPoint.SYNC_SEMAPHORE_TAKEN.here();
                return true;
            }
            word = words.word();
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
        context.checkOpen();
        return SemaphoreCounters.available(words.word());
    }

    @Override
    public int bound() {
        return words.bound();
    }

    // ---------------------------------------------------------------- releasing

    @Override
    public void release(int permits) {
        context.checkOpen();
        if (permits < 0) {
            throw new IllegalArgumentException("the number of permits is negative, permits=" + permits);
        }
        if (permits == 0) {
            return;
        }
        boolean isTurnOver = room.isTurnOver();
        long word;
        long next;
        do {
            word = words.word();
            if (permits > words.bound() - SemaphoreCounters.available(word)) {
                throw new IllegalStateException("the semaphore was released too often, permits=" + permits
                        + ", available=" + SemaphoreCounters.available(word) + ", bound=" + words.bound()
                        + ", semaphore="
                        + name());
            }
            next = SemaphoreCounters.plus(word, permits);
        } while (!words.compareAndSet(word, isTurnOver ? SemaphoreCounters.promised(next) : next));
        wake(permits);
    }

    private void wake(int permits) {
        SyncKillPoint.SYNC_SEMAPHORE_RELEASED.here();
        if (permits == 1) {
            room.wakeOne();
        }
        // The one that was woken may be waiting for more than there is.
        if (permits > 1 || words.isBulk()) {
            room.wakeAll();
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
                boolean isTurnOver = room.isTurnOver();
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
        room.forget(deadSlot);
    }

    @Override
    public String toString() {
        return "SharedSemaphore[name=" + name() + ", available=" + SemaphoreCounters.available(words.word()) + "]";
    }
}
