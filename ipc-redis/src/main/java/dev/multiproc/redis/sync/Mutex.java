package dev.multiproc.redis.sync;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.queue.LeaseExpiredException;
import java.util.Optional;

/**
 * A reentrant lock of one writer; see {@code monitor.lua}. The server knows the owner by the token of its wait; which thread that is,
 * and how often it holds the lock, is known only in its process.
 */
final class Mutex {
    private static final String WRITER = "w";

    private final ServerObject object;
    /** Written by the thread that holds the lock; null while no thread of this process does. */
    private volatile Thread owner;
    /** Guarded by the lock itself, as what follows. */
    private int holds;

    private String token;
    private long fence;
    private boolean ownerDied;

    Mutex(ServerObject object) {
        this.object = object;
    }

    // ---------------------------------------------------------------- taking

    void lock() {
        Uninterrupted.call(() -> lock(Deadline.NEVER));
    }

    /** Takes the lock unless the deadline passes first. Tries at least once. */
    boolean lock(long deadlineNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        object.checkOpen();
        return holdOnce() || object.waitAnyhow(() -> acquire(deadlineNanos));
    }

    boolean tryLock() {
        object.checkOpen();
        if (holdOnce()) {
            return true;
        }
        try {
            return object.waitAnyhow(() -> acquire(Deadline.NOW));
        } catch (InterruptedException e) {
            throw new IllegalStateException("it does not wait", e);
        }
    }

    private boolean holdOnce() {
        if (!isHeldByCurrentThread()) {
            return false;
        }
        if (holds == Integer.MAX_VALUE) {
            throw new IllegalStateException("the lock is held too often by its owner, holds=" + holds);
        }
        holds++;
        return true;
    }

    private boolean acquire(long deadlineNanos) throws InterruptedException {
        String process = object.link().process();
        boolean waits = Deadline.left(deadlineNanos) > 0;
        try (Waiter waiter = object.link().waiters().begin(process)) {
            String answer = acquire(waiter, waits);
            if (answer.equals(Waiter.WAIT)) {
                answer = waits ? await(waiter, deadlineNanos) : null;
            }
            return answer != null && taken(waiter.token(), answer);
        }
    }

    private String acquire(Waiter waiter, boolean waits) {
        return object.checkLease(object.change("acquire", WRITER, waiter.token(), waits ? "1" : "0", ""), 0);
    }

    /** Null if the deadline passes first. */
    private String await(Waiter waiter, long deadlineNanos) throws InterruptedException {
        String answer = null;
        try {
            answer = waiter.await(deadlineNanos, () -> acquire(waiter, true));
        } catch (InterruptedException e) {
            if (isHeld(object.change("cancel", WRITER, waiter.token()))) {
                release(waiter.token(), true);
            }
            throw e;
        }
        if (answer == null) {
            String last = object.change("cancel", WRITER, waiter.token());
            answer = isHeld(last) ? last : null;
        }
        return answer;
    }

    static boolean isHeld(String answer) {
        return answer.startsWith("held ");
    }

    private boolean taken(String newToken, String answer) {
        String[] words = answer.split(" ");
        token = newToken;
        fence = Long.parseLong(words[1]);
        ownerDied = words[2].equals("1");
        holds = 1;
        owner = Thread.currentThread();
        return true;
    }

    // ---------------------------------------------------------------- releasing

    void unlock() {
        checkHeld();
        object.checkOpen();
        if (holds > 1) {
            holds--;
            return;
        }
        String mine = forget();
        try {
            object.checkLease(release(mine, false), fence);
        } catch (ObjectDeletedException e) {
            // Its owner may still unlock it: there is nothing left to do.
        }
    }

    private String release(String ofToken, boolean isUntouched) {
        return object.change("release", WRITER, ofToken, isUntouched ? "1" : "0");
    }

    private String forget() {
        String mine = token;
        owner = null;
        holds = 0;
        token = null;
        return mine;
    }

    void checkHeld() {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("this thread does not hold the lock");
        }
    }

    boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }

    int holdCount() {
        return isHeldByCurrentThread() ? holds : 0;
    }

    boolean ownerDied() {
        checkHeld();
        return ownerDied;
    }

    /** The token with which this thread holds the lock; empty if it does not. */
    String heldToken() {
        return isHeldByCurrentThread() ? token : "";
    }

    Optional<ProcessInfo> owner() {
        object.checkOpen();
        String ofOwner = object.ask("owner");
        return ofOwner.isEmpty()
                ? Optional.empty()
                : Optional.of(object.link().info(ofOwner.substring(0, ofOwner.lastIndexOf(':'))));
    }

    String describeOwner(String free) {
        return owner().map(process -> "held by " + process.name() + ", pid=" + process.pid())
                .orElse(free);
    }

    // ---------------------------------------------------------------- waiting for a condition

    /** Frees the lock, and waits for a signal and for the lock again. */
    final class Wait implements AutoCloseable {
        private final RedisCondition condition;
        private final String conditionKey;
        private final int before = holds;
        private final long fenceBefore = fence;
        private final Waiter waiter =
                object.link().waiters().begin(object.link().process());
        private InterruptedException interrupt;

        Wait(RedisCondition condition) {
            this.condition = condition;
            this.conditionKey = condition.place().key();
        }

        /** Returns whether a signal came before the deadline. Throws only with the lock held again, if there is one. */
        boolean await(long deadlineNanos, boolean isInterruptible) throws InterruptedException {
            boolean diedBefore = ownerDied;
            // Before others can have the lock: they write to the same fields.
            String mine = forget();
            String answer = object.changeWith(conditionKey, "await", mine, waiter.token());
            if (answer.equals("deleted-condition")) {
                takeBack(mine, diedBefore);
                throw condition.deleted();
            }
            object.checkLease(answer, fenceBefore);
            boolean isSignalled;
            try {
                isSignalled = awaitLock(deadlineNanos, isInterruptible);
            } catch (ObjectDeletedException | LeaseExpiredException e) {
                // There is no lock any more; the caller is about to unlock it.
                takeBack(waiter.token(), false);
                throw e;
            }
            if (interrupt != null && isInterruptible && !isSignalled) {
                throw interrupt;
            }
            if (interrupt != null) {
                // The signal came first: keep the interrupt for later.
                Thread.currentThread().interrupt();
            }
            return isSignalled;
        }

        private void takeBack(String mine, boolean diedBefore) {
            resume(mine, "held " + fenceBefore + (diedBefore ? " 1" : " 0"));
        }

        private boolean awaitLock(long deadlineNanos, boolean isInterruptible) {
            String answer = awaitSignal(deadlineNanos, isInterruptible);
            boolean isSignalled = answer != null;
            if (answer == null) {
                String left = object.checkLease(object.changeWith(conditionKey, "leave", waiter.token()), fenceBefore);
                isSignalled = left.startsWith("signalled ");
                answer = left.substring(left.indexOf(' ') + 1);
            }
            if (answer.equals(Waiter.WAIT)) {
                answer = awaitSignal(Deadline.NEVER, false);
            }
            object.checkLease(answer, fenceBefore);
            resume(waiter.token(), answer);
            if (answer.endsWith(" deleted")) {
                throw condition.deleted();
            }
            return isSignalled;
        }

        /** Null if the deadline passes or an interrupt comes first. */
        private String awaitSignal(long deadlineNanos, boolean isInterruptible) {
            while (true) {
                try {
                    return waiter.await(deadlineNanos, this::look);
                } catch (InterruptedException e) {
                    interrupt = e;
                    if (isInterruptible) {
                        return null;
                    }
                }
            }
        }

        private String look() {
            return object.changeWith(conditionKey, "look", waiter.token());
        }

        private void resume(String ofToken, String answer) {
            taken(ofToken, answer);
            holds = before;
        }

        @Override
        public void close() {
            waiter.close();
        }
    }

    /** Signals a condition; -1 for all that wait. Called by the owner. */
    void signal(RedisCondition condition, int count) {
        String answer = object.changeWith(condition.place().key(), "signal", token, Integer.toString(count));
        if (object.checkLease(answer, fence).equals("deleted-condition")) {
            throw condition.deleted();
        }
    }
}
