package dev.multiproc.manager;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The barrier itself. A client that ends is interrupted here, which breaks the barrier. */
final class BarrierObject implements ManagedBarrier {
    private final CyclicBarrier barrier;

    BarrierObject(int parties) {
        barrier = new CyclicBarrier(parties);
    }

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        return barrier.await();
    }

    @Override
    public int await(long timeout, TimeUnit unit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        return barrier.await(timeout, unit);
    }

    /** The JDK's has no such method, but breaks if a thread comes that is interrupted. */
    @Override
    public void abort() {
        Thread.currentThread().interrupt();
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            // It is broken now, or was before.
            Thread.interrupted();
        }
    }

    @Override
    public void reset() {
        barrier.reset();
    }

    @Override
    public boolean isBroken() {
        return barrier.isBroken();
    }

    @Override
    public int getParties() {
        return barrier.getParties();
    }

    @Override
    public int getNumberWaiting() {
        return barrier.getNumberWaiting();
    }

    @Override
    public String toString() {
        return "Barrier[parties=" + getParties() + ", waiting=" + getNumberWaiting() + "]";
    }
}
