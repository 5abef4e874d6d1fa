package dev.multiproc.internal.engine;

import dev.multiproc.queue.Delivery;

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
