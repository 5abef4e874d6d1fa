package dev.multiproc.internal.engine;

import dev.multiproc.queue.Delivery;
import java.time.Duration;
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
        if (!engine.giveBack(claim, ReturnReasons.GIVEN_BACK)) {
            throw refused();
        }
    }

    @Override
    public void retry(Duration delay) {
        if (!engine.giveBack(claim, ReturnReasons.GIVEN_BACK, TimeUnit.NANOSECONDS.convert(delay))) {
            throw refused();
        }
    }

    @Override
    public void extend(Duration lease) {
        if (lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("a lease must be positive, lease=" + lease);
        }
        if (!engine.extend(claim, TimeUnit.NANOSECONDS.convert(lease))) {
            throw refused();
        }
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
