package dev.multiproc.redis.sync;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.sync.OwnedPermits;
import dev.multiproc.sync.SharedSemaphore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A semaphore at the server; see {@code semaphore.lua}. */
final class RedisSemaphore extends ServerObject implements SharedSemaphore {
    private static final long serialVersionUID = 1L;
    private static final String HELD = "held";

    private final transient int bound;

    RedisSemaphore(Place place) {
        super(place, Scripts.SEMAPHORE);
        bound = Integer.parseInt(field("bound"));
    }

    @Override
    public int bound() {
        return bound;
    }

    // ---------------------------------------------------------------- acquiring

    private int check(int permits) {
        if (permits < 0 || permits > bound) {
            throw new IllegalArgumentException(
                    "there are never so many permits, permits=" + permits + ", bound=" + bound);
        }
        return permits;
    }

    /**
     * Returns the token with which the permits were acquired; empty if no permit was asked for, and null if the deadline passed
     * first.
     */
    private String acquire(int permits, boolean isOwned, long deadlineNanos) throws InterruptedException {
        check(permits);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        checkOpen();
        if (permits == 0) {
            return "";
        }
        return waitAnyhow(() -> acquireOnce(permits, isOwned, deadlineNanos));
    }

    private String acquireOnce(int permits, boolean isOwned, long deadlineNanos) throws InterruptedException {
        boolean waits = Deadline.left(deadlineNanos) > 0;
        try (Waiter waiter = link().waiters().begin(link().process())) {
            String[] request = {Integer.toString(permits), isOwned ? "1" : "0", waiter.token()};
            String answer = change("acquire", request[0], request[1], request[2], waits ? "wait" : "try");
            boolean isHeld = checkLease(answer, 0).equals(HELD) || waits && await(waiter, request, deadlineNanos);
            return isHeld ? waiter.token() : null;
        }
    }

    private boolean await(Waiter waiter, String[] request, long deadlineNanos) throws InterruptedException {
        try {
            String answer = waiter.await(deadlineNanos, () -> checkLease(change("look", request), 0));
            return answer != null || cancel(request);
        } catch (InterruptedException e) {
            if (cancel(request)) {
                giveBack(request);
            }
            throw e;
        }
    }

    /** Ends a wait; true if it had got the permits. */
    private boolean cancel(String... request) {
        return change("cancel", request).equals(HELD);
    }

    private void giveBack(String... request) {
        boolean isOwned = request[1].equals("1");
        String unused = isOwned ? change("disown", request[2]) : changeAnyhow("release", request[0]);
    }

    @Override
    public void acquire(int permits) throws InterruptedException {
        String unused = acquire(permits, false, Deadline.NEVER);
    }

    @Override
    public void acquireUninterruptibly(int permits) {
        Uninterrupted.call(() -> acquire(permits, false, Deadline.NEVER) != null);
    }

    @Override
    public boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
        return acquire(permits, false, Deadline.in(timeout, unit)) != null;
    }

    @Override
    public boolean tryAcquire(int permits) {
        check(permits);
        checkOpen();
        return permits == 0
                || changeAnyhow("acquire", Integer.toString(permits), "0", "", "now")
                        .equals(HELD);
    }

    @Override
    public int drainPermits() {
        checkOpen();
        return Integer.parseInt(changeAnyhow("drain"));
    }

    @Override
    public int availablePermits() {
        checkOpen();
        return Integer.parseInt(ask("available"));
    }

    // ---------------------------------------------------------------- releasing

    @Override
    public void release(int permits) {
        checkOpen();
        if (permits < 0) {
            throw new IllegalArgumentException("the number of permits is negative, permits=" + permits);
        }
        if (permits == 0) {
            return;
        }
        String answer = changeAnyhow("release", Integer.toString(permits));
        if (answer.startsWith("full ")) {
            throw new IllegalStateException("the semaphore was released too often, permits=" + permits + ", available="
                    + answer.substring("full ".length()) + ", bound=" + bound + ", semaphore=" + name());
        }
    }

    // ---------------------------------------------------------------- owning

    @Override
    public OwnedPermits acquireOwned(int permits) throws InterruptedException {
        return new Held(permits, acquire(permits, true, Deadline.NEVER));
    }

    @Override
    public Optional<OwnedPermits> tryAcquireOwned(int permits, long timeout, TimeUnit unit)
            throws InterruptedException {
        String token = acquire(permits, true, Deadline.in(timeout, unit));
        return token == null ? Optional.empty() : Optional.of(new Held(permits, token));
    }

    private final class Held implements OwnedPermits {
        private final int permits;
        private final String token;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        Held(int permits, String token) {
            this.permits = permits;
            this.token = token;
        }

        @Override
        public int permits() {
            return permits;
        }

        @Override
        public void close() {
            checkOpen();
            if (permits > 0 && isClosed.compareAndSet(false, true)) {
                try {
                    checkLease(change("disown", token), 0);
                } catch (ObjectDeletedException e) {
                    // The permits are gone with the semaphore.
                }
            }
        }

        @Override
        public String toString() {
            return "OwnedPermits[permits=" + permits + ", semaphore=" + name() + "]";
        }
    }

    @Override
    public String toString() {
        return "SharedSemaphore[name=" + name() + ", available=" + availablePermits() + "]";
    }
}
