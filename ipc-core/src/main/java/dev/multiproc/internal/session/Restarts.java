package dev.multiproc.internal.session;

import dev.multiproc.RestartPolicy;
import dev.multiproc.internal.park.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The restarts of one child: decides whether and when there is another one.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Restarts {
    private final RestartPolicy policy;
    /** When the last restarts were decided, as of {@link System#nanoTime}: as many as the policy counts. Guarded by this. */
    private final Deque<Long> decided = new ArrayDeque<>();

    private int count;
    /** How many restarts in a row have doubled the delay. */
    private int doublings;

    private boolean isStopped;

    Restarts(RestartPolicy policy) {
        this.policy = policy;
    }

    /**
     * Decides what follows an end.
     *
     * @param exitCode how the process ended
     * @param ran how long it ran
     * @return how long after it the next one is started; empty if none is
     */
    synchronized Optional<Duration> next(int exitCode, Duration ran) {
        boolean isWanted =
                switch (policy.when()) {
                    case NEVER -> false;
                    case ON_FAILURE -> exitCode != 0;
                    case ALWAYS -> true;
                };
        if (!isWanted || isStopped || isUsedUp()) {
            return Optional.empty();
        }
        count++;
        if (policy.max() < Integer.MAX_VALUE) {
            decided.addLast(System.nanoTime());
        }
        doublings = ran.compareTo(policy.longestDelay()) > 0 ? 0 : doublings;
        Duration delay = delay(doublings);
        doublings++;
        return Optional.of(delay);
    }

    private boolean isUsedUp() {
        long period = TimeUnit.NANOSECONDS.convert(policy.period());
        while (!decided.isEmpty() && System.nanoTime() - decided.getFirst() > period) {
            decided.removeFirst();
        }
        return decided.size() >= policy.max();
    }

    private Duration delay(int times) {
        Duration delay = policy.firstDelay();
        for (int i = 0; i < times && delay.compareTo(policy.longestDelay()) < 0; i++) {
            delay = delay.plus(delay);
        }
        return delay.compareTo(policy.longestDelay()) < 0 ? delay : policy.longestDelay();
    }

    /** How many restarts were decided so far. */
    synchronized int count() {
        return count;
    }

    /** From now on there is no restart, also none that is waited for. */
    synchronized void stop() {
        isStopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return isStopped;
    }

    /** Waits, and says whether the restart is still wanted then. An interrupt is kept for later. */
    synchronized boolean awaitDelay(Duration delay) {
        long end = Deadline.in(delay);
        boolean interrupted = false;
        while (!isStopped && Deadline.left(end) > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Deadline.left(end));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isStopped;
    }
}
