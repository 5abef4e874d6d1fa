package dev.multiproc.redis.sync;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.internal.park.Deadline;

/** The read lock of a read-write lock: how often each thread of this process holds it, and with which token. */
final class Readers {
    private static final String READER = "r";

    private final ServerObject object;
    private final Mutex mutex;
    private final ThreadLocal<Holds> holds = ThreadLocal.withInitial(Holds::new);

    private static final class Holds {
        private int count;
        private String token;
    }

    Readers(ServerObject object, Mutex mutex) {
        this.object = object;
        this.mutex = mutex;
    }

    int holdCount() {
        return holds.get().count;
    }

    boolean tryLock() {
        object.checkOpen();
        if (holdOnce()) {
            return true;
        }
        try {
            return object.waitAnyhow(() -> lockOnce(Deadline.NOW));
        } catch (InterruptedException e) {
            throw new IllegalStateException("it does not wait", e);
        }
    }

    boolean lock(long deadlineNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        object.checkOpen();
        return holdOnce() || object.waitAnyhow(() -> lockOnce(deadlineNanos));
    }

    private boolean lockOnce(long deadlineNanos) throws InterruptedException {
        boolean waits = Deadline.left(deadlineNanos) > 0;
        try (Waiter waiter = object.link().waiters().begin(object.link().process())) {
            String answer = acquire(waiter, waits);
            boolean isHeld = Mutex.isHeld(answer) || waits && await(waiter, deadlineNanos);
            return isHeld && taken(waiter);
        }
    }

    private boolean holdOnce() {
        Holds mine = holds.get();
        boolean isAgain = mine.count > 0;
        if (isAgain) {
            mine.count++;
        }
        return isAgain;
    }

    private String acquire(Waiter waiter, boolean waits) {
        String answer = object.change("acquire", READER, waiter.token(), waits ? "1" : "0", mutex.heldToken());
        return object.checkLease(answer, 0);
    }

    private boolean await(Waiter waiter, long deadlineNanos) throws InterruptedException {
        try {
            String answer = waiter.await(deadlineNanos, () -> acquire(waiter, true));
            return answer != null || cancel(waiter);
        } catch (InterruptedException e) {
            if (cancel(waiter)) {
                object.change("release", READER, waiter.token(), "1");
            }
            throw e;
        }
    }

    /** Ends a wait; true if it had got the lock. */
    private boolean cancel(Waiter waiter) {
        return Mutex.isHeld(object.change("cancel", READER, waiter.token()));
    }

    private boolean taken(Waiter waiter) {
        Holds mine = holds.get();
        mine.count = 1;
        mine.token = waiter.token();
        return true;
    }

    void unlock() {
        object.checkOpen();
        Holds mine = holds.get();
        if (mine.count == 0) {
            throw new IllegalMonitorStateException("this thread does not hold the read lock");
        }
        mine.count--;
        if (mine.count == 0) {
            String token = mine.token;
            holds.remove();
            try {
                object.checkLease(object.change("release", READER, token, "0"), 0);
            } catch (ObjectDeletedException e) {
                // Who holds it may still unlock it: there is nothing left to do.
            }
        }
    }
}
