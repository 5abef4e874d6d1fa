package dev.multiproc.internal.queue;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.queue.ConsumerDiedException;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A queue that knows which items are finished: what is taken stays claimed until it is done.
 *
 * @param <E> the type of the items
 */
public final class JoinableLogQueue<E> extends LogQueue<E> implements JoinableQueue<E> {
    private static final long serialVersionUID = 1L;

    /** What this process took by {@code take} and has not finished, oldest first. Guarded by itself. */
    private final transient ArrayDeque<Claim> inFlight = new ArrayDeque<>();
    /** Whether nothing is added any more: what comes too late goes back. Guarded by the same. */
    private transient boolean isGivenUp;

    /** Whether that was for this queue alone, and the process goes on. */
    private transient volatile boolean isClosed;

    public JoinableLogQueue(QueueFamily family, String name, int base) {
        super(family, name, base, QueueKind.JOINABLE);
    }

    @Override
    void taken(Claim claim) {
        synchronized (inFlight) {
            if (!isGivenUp) {
                inFlight.addLast(claim);
                return;
            }
        }
        refuse(List.of(claim));
    }

    @Override
    void takenAll(Batch batch) {
        List<Claim> claims = batch.partsFrom(0);
        batch.release();
        synchronized (inFlight) {
            if (!isGivenUp) {
                inFlight.addAll(claims);
                return;
            }
        }
        refuse(claims);
    }

    /** What was claimed while another thread closed this end: nobody would finish it. */
    private void refuse(List<Claim> claims) {
        claims.forEach(isClosed ? this::giveBackOfClosed : JoinableLogQueue::leave);
        throw closedException();
    }

    private void giveBackOfClosed(Claim claim) {
        giveBack(claim, DeadLetterHeader.CLOSED);
    }

    /** Lets go of the file; whoever finds this process gone gives the item back. */
    private static void leave(Claim claim) {
        if (claim.settle()) {
            claim.release();
        }
    }

    @Override
    public void taskDone() {
        checkOpen();
        Claim oldest;
        synchronized (inFlight) {
            oldest = inFlight.pollFirst();
        }
        if (oldest == null || !oldest.settle()) {
            throw new IllegalStateException(
                    "taskDone() called too many times: this process holds no unfinished item, queue=" + name());
        }
        finisher.finish(oldest);
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
        checkOpen();
        Waits.checkInterrupt();
        boolean isDone = finisher.await(deadlineNanos);
        checkOpen();
        if (words.hasLost()) {
            throw new ConsumerDiedException("a consumer died holding items that it had not finished, queue=" + name()
                    + ", items=" + lostItems());
        }
        return isDone;
    }

    private List<Long> lostItems() {
        List<Long> items = new ArrayList<>();
        walk.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) == RecordDescriptor.LOST) {
                items.add(cursor.sequence());
            }
            return true;
        });
        return items;
    }

    @Override
    public long unfinished() {
        checkOpen();
        return finisher.unfinished(walk);
    }

    @Override
    public Delivery<E> receive() throws InterruptedException {
        return deliver(awaitClaim(Deadline.NEVER));
    }

    @Override
    public Delivery<E> receive(long timeout, TimeUnit unit) throws InterruptedException {
        Claim claim = awaitClaim(Deadline.in(timeout, unit));
        return claim == null ? null : deliver(claim);
    }

    private Delivery<E> deliver(Claim claim) {
        return new ClaimDelivery<>(this, claim, read(claim));
    }

    /** Gives back what this process took and has not finished. */
    @Override
    public void close() {
        isClosed = true;
        withdraw().forEach(this::giveBackOfClosed);
        super.close();
    }

    @Override
    public void detach() {
        withdraw().forEach(JoinableLogQueue::leave);
        super.detach();
    }

    private List<Claim> withdraw() {
        synchronized (inFlight) {
            List<Claim> left = new ArrayList<>(inFlight);
            inFlight.clear();
            isGivenUp = true;
            return left;
        }
    }

    @Override
    public String toString() {
        return "JoinableQueue[name=" + name() + ", size=" + words.waiting() + "]";
    }
}
