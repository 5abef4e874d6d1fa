package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.CLAIMED;
import static dev.multiproc.internal.queue.RecordDescriptor.MOVING;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.park.EventCount;
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
 */
final class Ending {
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

    /** The state that a consumer saw before it goes to sleep. */
    record View(int shutdownState, int ownClaims, int looks) {}

    View view() {
        return new View(counters.shutdownState(), ownClaims.get(), counters.looks());
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
        return counters.isShutdown() && counters.waiting() == 0;
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
