package dev.multiproc.internal.engine;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

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
        if (!claim.settle() || !engine.finish(claim)) {
            throw refused();
        }
    }

    @Override
    public void retry() {
        check(engine.giveBack(claim, ReturnReasons.GIVEN_BACK));
    }

    @Override
    public void retry(String reason) {
        check(engine.giveBack(claim, ReturnReasons.givenBack(reason)));
    }

    @Override
    public void retry(Duration delay) {
        check(engine.giveBack(claim, ReturnReasons.GIVEN_BACK, TimeUnit.NANOSECONDS.convert(delay)));
    }

    @Override
    public void extend(Duration lease) {
        if (lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("a lease must be positive, lease=" + lease);
        }
        check(engine.extend(claim, TimeUnit.NANOSECONDS.convert(lease)));
    }

    private void check(boolean isInTime) {
        if (!isInTime) {
            throw refused();
        }
    }

    @Override
    public void reject(String reason) {
        check(engine.reject(claim, ReturnReasons.rejected(reason)));
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

    private IllegalStateException refused() {
        if (claim.isLate()) {
            return JoinableEngineQueue.leaseExpired(engine.name(), claim.id());
        }
        return new IllegalStateException(
                "the item was finished or given back before, queue=" + engine.name() + ", item=" + claim.id());
    }

    @Override
    public String toString() {
        return "Delivery[queue=" + engine.name() + ", item=" + claim.id() + ", deliveries=" + claim.deliveries() + "]";
    }
}
