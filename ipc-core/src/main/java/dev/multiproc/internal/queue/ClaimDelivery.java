package dev.multiproc.internal.queue;

import dev.multiproc.queue.Delivery;

/** A delivery that stands on a claim. */
final class ClaimDelivery<E> implements Delivery<E> {
    private final LogQueue<E> queue;
    private final Claim claim;
    private final E value;

    ClaimDelivery(LogQueue<E> queue, Claim claim, E value) {
        this.queue = queue;
        this.claim = claim;
        this.value = value;
    }

    @Override
    public E value() {
        return value;
    }

    @Override
    public long id() {
        return claim.sequence();
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
        queue.finisher.finish(claim);
    }

    @Override
    public void retry() {
        if (!queue.giveBack(claim, DeadLetterHeader.GIVEN_BACK)) {
            throw alreadySettled();
        }
    }

    @Override
    public void close() {
        queue.giveBack(claim, DeadLetterHeader.GIVEN_BACK);
    }

    private IllegalStateException alreadySettled() {
        return new IllegalStateException(
                "the item was finished or given back before, queue=" + queue.name() + ", item=" + claim.sequence());
    }

    @Override
    public String toString() {
        return "Delivery[queue=" + queue.name() + ", item=" + claim.sequence() + ", deliveries=" + claim.deliveries()
                + "]";
    }
}
