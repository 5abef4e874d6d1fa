package dev.multiproc.manager;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The semaphore itself. */
final class SemaphoreObject implements ManagedSemaphore, ClientProcess.OfClients {
    private final Semaphore permits;
    private final int bound;

    /** How many permits a client has acquired that nobody has released. Guarded by itself, as is each release. */
    private final Map<ClientProcess, Integer> acquired = new HashMap<>();

    SemaphoreObject(int permits, int bound) {
        if (permits < 0) {
            throw new IllegalArgumentException("a semaphore cannot have fewer than no permits, permits=" + permits);
        }
        this.permits = new Semaphore(permits);
        this.bound = bound;
    }

    @Override
    public void acquire() throws InterruptedException {
        permits.acquire();
        note();
    }

    @Override
    public boolean tryAcquire() {
        return permits.tryAcquire() && note();
    }

    @Override
    public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return permits.tryAcquire(timeout, unit) && note();
    }

    private boolean note() {
        Caller caller = Caller.current();
        if (caller.client() == null) {
            return true;
        }
        synchronized (acquired) {
            if (acquired.merge(caller.client(), 1, Integer::sum) == 1) {
                caller.acquired(this);
            }
            if (caller.hasEnded()) {
                // Perhaps before it was known what to free.
                free(caller.client());
                return false;
            }
            return true;
        }
    }

    @Override
    public void release() {
        Caller caller = Caller.current();
        synchronized (acquired) {
            if (caller.hasEnded()) {
                throw new IllegalStateException("the client has ended, and its permits were given back");
            }
            if (permits.availablePermits() >= bound) {
                throw new IllegalStateException("the semaphore has all its permits, bound=" + bound);
            }
            forgetOne(caller.client());
            permits.release();
        }
    }

    /** If the client itself has none, it releases what another one has acquired. */
    private void forgetOne(ClientProcess client) {
        ClientProcess owner = acquired.containsKey(client) ? client : anyOwner();
        if (owner != null
                && acquired.computeIfPresent(owner, (unused, count) -> count == 1 ? null : count - 1) == null) {
            owner.released(this);
        }
    }

    private ClientProcess anyOwner() {
        Iterator<ClientProcess> owners = acquired.keySet().iterator();
        return owners.hasNext() ? owners.next() : null;
    }

    @Override
    public void free(ClientProcess ended) {
        synchronized (acquired) {
            Integer count = acquired.remove(ended);
            if (count != null) {
                permits.release(count);
            }
        }
    }

    @Override
    public int availablePermits() {
        return permits.availablePermits();
    }

    @Override
    public String toString() {
        return "Semaphore[permits=" + availablePermits() + "]";
    }
}
