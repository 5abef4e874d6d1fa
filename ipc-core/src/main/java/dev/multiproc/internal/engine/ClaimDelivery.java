package dev.multiproc.internal.engine;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.Objects;

/** A delivery backed by a claim. */
final class ClaimDelivery<E, C extends Claimed> implements Delivery<E> {
    private final QueueEngine<E, C> engine;
    private final C claim;
    private final E value;

    ClaimDelivery(QueueEngine<E, C> engine, C claim, E value) {
        this.engine = engine;
        this.claim = claim;
        this.value = value;
    }

    @Override
    public E value() {
        return value;
    }

    @Override
    public long id() {
        return claim.id();
    }

    @Override
    public int deliveryCount() {
        return claim.deliveries();
    }

    @Override
    public void done() {
        if (!claim.settle()) {
            throw alreadySettled();
        }
        engine.finish(claim);
    }

    @Override
    public void retry() {
        giveBack(ReturnReasons.GIVEN_BACK);
    }

    @Override
    public void retry(String reason) {
        giveBack(ReturnReasons.givenBack(reason));
    }

    private void giveBack(ReturnReason reason) {
        if (!engine.giveBack(claim, reason)) {
            throw alreadySettled();
        }
    }

    @Override
    public void reject(String reason) {
        if (!engine.reject(claim, ReturnReasons.rejected(reason))) {
            throw alreadySettled();
        }
    }

    @Override
    public <R> void forwardTo(SharedQueue<? super R> queue, R result) throws InterruptedException {
        forward(queue, result, Deadline.NEVER);
    }

    @Override
    public <R> boolean forwardTo(SharedQueue<? super R> queue, R result, Duration timeout) throws InterruptedException {
        return forward(queue, result, Deadline.in(timeout));
    }

    private boolean forward(SharedQueue<?> queue, Object result, long deadlineNanos) throws InterruptedException {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(result, "a queue holds no null");
        engine.checkOpen();
        if (!(queue instanceof EngineQueue<?, ?> target)) {
            throw new IllegalArgumentException(
                    "an item can be forwarded to a queue of its own session only, queue=" + engine.name());
        }
        target.engine.checkOpen();
        return engine.forward(claim, target.engine, result, deadlineNanos);
    }

    @Override
    public void close() {
        engine.giveBack(claim, ReturnReasons.GIVEN_BACK);
    }

    private IllegalStateException alreadySettled() {
        return new IllegalStateException(
                "the item was finished or given back before, queue=" + engine.name() + ", item=" + claim.id());
    }

    @Override
    public String toString() {
        return "Delivery[queue=" + engine.name() + ", item=" + claim.id() + ", deliveries=" + claim.deliveries() + "]";
    }
}
