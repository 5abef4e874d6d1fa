package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.CLAIMED;
import static dev.multiproc.internal.queue.RecordDescriptor.MOVING;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides when a consumer leaves a queue that is shut down. Items in flight at other processes may come back, because
 * their holder may die or give them back; so a consumer that finds nothing to take waits as long as any item is in
 * flight elsewhere. A process that itself holds an item is told at once that no more will come: otherwise it could wait
 * for itself, or two processes for each other.
 *
 * <p>Which items are in flight is read from the records. A sleeping consumer only looks at three counters: {@code low},
 * which whoever finishes an item raises once the queue is shut down; {@code looks}, for changes that do not show in
 * {@code low}; and the number of claims of its own process since the shutdown. (The test class {@code ClaimProtocol}
 * models this.)
 *
 * <p>Whoever finishes an item does not wait until others can see that. If it read that the queue was not shut down, it may
 * have finished the last item and told nobody. So a consumer that waits in a queue that is shut down searches once more
 * after a time in which any such store becomes visible. Whoever reads that the queue is shut down makes its store visible
 * before it goes on.
 */
final class Ending {
    /** Longer than any store takes to become visible to other processors. */
    private static final long RECHECK_NANOS = 1_000_000L;

    private final int slot;
    private final QueueCounters counters;
    private final RecordScanner scanner;
    private final EventCount notEmpty;
    /** How many claims this process has made since the queue was shut down. */
    private final AtomicInteger ownClaims = new AtomicInteger();

    Ending(int slot, QueueCounters counters, RecordScanner scanner, EventCount notEmpty) {
        this.slot = slot;
        this.counters = counters;
        this.scanner = scanner;
        this.notEmpty = notEmpty;
    }

    /** The state that a consumer saw before it goes to sleep, and since when it was shut down and the same. */
    record View(int shutdownState, int ownClaims, int looks, long sinceNanos) {
        private boolean isSame(View other) {
            return other != null
                    && shutdownState == other.shutdownState
                    && ownClaims == other.ownClaims
                    && looks == other.looks;
        }
    }

    /** What a consumer sees now. {@code before} is what it saw the last time; null if it looks for the first time. */
    View view(View before) {
        int state = counters.shutdownState();
        View now = new View(state, ownClaims.get(), counters.looks(), state == 0 ? 0 : System.nanoTime());
        return now.isSame(before) ? before : now;
    }

    /** Until when a consumer sleeps at most before it searches once more. */
    static long limit(long deadlineNanos, View seen) {
        long recheck = seen.sinceNanos() + RECHECK_NANOS;
        return seen.shutdownState() == 0 || Deadline.left(recheck) <= 0
                ? deadlineNanos
                : Deadline.earlier(deadlineNanos, recheck);
    }

    /**
     * Called after each claim. Threads of this process that wait for items held elsewhere must not wait for this one.
     *
     * @return whether what is claimed is to be dropped, since the queue was shut down at once
     */
    boolean claimed() {
        int state = counters.shutdownState();
        if (state != 0) {
            ownClaims.incrementAndGet();
            notEmpty.signal(slot);
        }
        return QueueCounters.isDropped(state);
    }

    /**
     * Called after an item was finished: whether it may have been the last. A consumer raises the head before it
     * finishes an item, so the last one to finish sees that nothing waits.
     */
    boolean isNear() {
        if (!counters.isShutdown()) {
            return false;
        }
        // Who takes the last item after this has read that it waits must see, once that is finished, that this one is.
        VarHandle.fullFence();
        return counters.waiting() == 0;
    }

    /**
     * Called after items were finished and {@code low} was raised. Wakes the consumers that wait in a queue that is
     * shut down.
     */
    void finished(boolean isLowTrue) {
        if (counters.isShutdown()) {
            if (!isLowTrue) {
                counters.addLook();
            }
            if (!isLowTrue || isAllDone()) {
                notEmpty.signalAll();
            }
        }
    }

    private boolean isAllDone() {
        return counters.low() >= counters.tail();
    }

    /** Whether a consumer that found nothing to take should look again. Reads counters only. */
    boolean hasNews(View seen) {
        return counters.isShutdown()
                && (seen.shutdownState() != counters.shutdownState()
                        || isAllDone()
                        || seen.ownClaims() != ownClaims.get()
                        || seen.looks() != counters.looks());
    }

    /** Whether a consumer that found nothing to take has nothing to wait for. */
    boolean isOver() {
        return counters.isDropped()
                || counters.isShutdown() && counters.waiting() == 0 && (isAllDone() || isNothingInFlightElsewhere());
    }

    private boolean isNothingInFlightElsewhere() {
        boolean[] isMine = new boolean[1];
        boolean[] mayCome = new boolean[1];
        long end = scanner.handedOut((cursor, word) -> {
            int state = RecordDescriptor.state(word);
            boolean isHeld = state == CLAIMED || state == MOVING;
            isMine[0] |= isHeld && RecordDescriptor.slot(word) == slot;
            mayCome[0] |= isHeld || state == RETURNED;
            return !isMine[0];
        });
        // After the end there are items that wait, or one that its producer has not published yet.
        return isMine[0] || !mayCome[0] && end >= counters.tail();
    }
}
