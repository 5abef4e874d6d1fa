package dev.multiproc.internal.engine;

import dev.multiproc.internal.park.BriefLock;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.queue.ConsumerDiedException;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.LeaseExpiredException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A queue that knows which items are finished: what is taken stays claimed until it is done.
 *
 * @param <E> the type of the items
 * @param <C> the engine's claims
 */
public abstract class JoinableEngineQueue<E, C extends Claimed> extends EngineQueue<E, C> implements JoinableQueue<E> {
    private static final long serialVersionUID = 1L;

    private final transient BriefLock lock = new BriefLock();
    /** The items this process took with {@code take} and has not finished. Guarded by the lock. */
    private final transient InFlight<C> inFlight;
    /** Whether {@link #inFlight} is closed: claims that come later are given back. Guarded by the lock. */
    private transient boolean isGivenUp;

    /** Whether only this queue was closed, while the process goes on. */
    private transient volatile boolean isClosed;

    protected JoinableEngineQueue(QueueEngine<E, C> engine) {
        super(engine);
        inFlight = engine.hasLease() ? new InFlightByThread<>() : new InFlight<>();
    }

    @Override
    void taken(C claim) {
        lock.lock();
        try {
            if (!isGivenUp) {
                inFlight.add(claim);
                return;
            }
        } finally {
            lock.unlock();
        }
        refuse(List.of(claim));
    }

    @Override
    void takenAll(ClaimedBatch<C> batch) {
        List<C> claims = batch.partsFrom(0);
        batch.release();
        lock.lock();
        try {
            if (!isGivenUp) {
                inFlight.addAll(claims);
                return;
            }
        } finally {
            lock.unlock();
        }
        refuse(claims);
    }

    /** Refuses items that were claimed while another thread closed the queue: nobody would finish them. */
    private void refuse(List<C> claims) {
        claims.forEach(isClosed ? this::giveBackOfClosed : JoinableEngineQueue::leave);
        throw engine.closedException();
    }

    private void giveBackOfClosed(C claim) {
        engine.giveBack(claim, ReturnReasons.CLOSED, 0);
    }

    /** Frees what this process holds only. The sweeper of this process will give the item back. */
    private static void leave(Claimed claim) {
        if (claim.settle()) {
            claim.release();
        }
    }

    @Override
    public void taskDone() {
        engine.checkOpen();
        C oldest = pollOldest();
        if (oldest == null) {
            throw new IllegalStateException(
                    "taskDone() called too many times: this process holds no unfinished item, queue=" + name());
        }
        // No other thread knows of this claim, so settle() is not needed.
        if (!engine.finish(oldest)) {
            throw leaseExpired(name(), oldest.id());
        }
    }

    private C pollOldest() {
        lock.lock();
        try {
            return inFlight.poll();
        } finally {
            lock.unlock();
        }
    }

    /** For what comes after the end of its lease. */
    public static LeaseExpiredException leaseExpired(String queue, long item) {
        return new LeaseExpiredException(
                "too late: the item's lease has ended, and it goes to another consumer, queue=" + queue + ", item="
                        + item,
                item);
    }

    @Override
    public void join() throws InterruptedException {
        join(Deadline.NEVER);
    }

    @Override
    public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
        return join(Deadline.in(timeout, unit));
    }

    private boolean join(long deadlineNanos) throws InterruptedException {
        engine.checkOpen();
        boolean isDone = engine.awaitFinished(deadlineNanos);
        engine.checkOpen();
        List<Long> lost = engine.lostItems();
        if (!lost.isEmpty()) {
            throw new ConsumerDiedException(
                    "a consumer died holding items that it had not finished, queue=" + name() + ", items=" + lost);
        }
        return isDone;
    }

    @Override
    public long unfinished() {
        engine.checkOpen();
        return engine.unfinished();
    }

    @Override
    public Delivery<E> receive() throws InterruptedException {
        return deliver(engine.awaitClaim(Deadline.NEVER));
    }

    @Override
    public Delivery<E> receive(long timeout, TimeUnit unit) throws InterruptedException {
        C claim = engine.awaitClaim(Deadline.in(timeout, unit));
        return claim == null ? null : deliver(claim);
    }

    private Delivery<E> deliver(C claim) {
        return new ClaimDelivery<>(engine, claim, read(claim));
    }

    /** Gives back the items that this process took and has not finished. */
    @Override
    public void close() {
        isClosed = true;
        withdraw().forEach(this::giveBackOfClosed);
        super.close();
    }

    /** Frees what this process holds of the items that it has not finished: the process leaves. */
    protected final void leaveInFlight() {
        withdraw().forEach(JoinableEngineQueue::leave);
    }

    private List<C> withdraw() {
        lock.lock();
        try {
            isGivenUp = true;
            return inFlight.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "JoinableQueue[name=" + name() + ", size=" + engine.waiting() + "]";
    }
}
