package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.BURYING;
import static dev.multiproc.internal.queue.RecordDescriptor.CLAIMED;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.park.EventCount;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When takers leave a queue that is shut down. Items that others hold may come back, since their holder may die or give them
 * back; so who finds nothing to take waits while any is in flight elsewhere. Who holds one itself is told at once that no more
 * will come, or it would wait for itself, or two for each other.
 *
 * <p>What is in flight is asked of the records. What a sleeping taker looks at are words: {@code low}, which whoever finishes
 * an item moves once the queue is shut down; {@code looks}, where low cannot say it; and how often its own process has
 * claimed something since. (The model of it among the tests is {@code ClaimProtocol}.)
 */
final class Ending {
    private final int slot;
    private final QueueCounters words;
    private final RecordScanner walk;
    private final EventCount notEmpty;
    /** How often this process has claimed something of the queue since it is shut down. */
    private final AtomicInteger ownClaims = new AtomicInteger();

    Ending(int slot, QueueCounters words, RecordScanner walk, EventCount notEmpty) {
        this.slot = slot;
        this.words = words;
        this.walk = walk;
        this.notEmpty = notEmpty;
    }

    /** What a taker has seen before it goes to sleep. */
    record View(boolean isShutdown, int ownClaims, int looks) {}

    View view() {
        return new View(words.isShutdown(), ownClaims.get(), words.looks());
    }

    /** Called after each claim: threads of this process that wait for others' items are not to wait for this one. */
    void claimed() {
        if (words.isShutdown()) {
            ownClaims.incrementAndGet();
            notEmpty.signal(slot);
        }
    }

    /**
     * Asked after an item was finished: whether it may have been the last. Whoever claims one raises the head before it is
     * finished, so the last to finish finds that nothing waits.
     */
    boolean isNear() {
        return words.isShutdown() && words.waiting() == 0;
    }

    /** Called after items were finished, and low was moved: to those who wait in a queue that is shut down. */
    void finished(boolean isLowTrue) {
        if (words.isShutdown()) {
            if (!isLowTrue) {
                words.addLook();
            }
            if (!isLowTrue || isAllDone()) {
                notEmpty.signalAll();
            }
        }
    }

    private boolean isAllDone() {
        return words.low() >= words.tail();
    }

    /** Whether there may be something new for one who found nothing to take. Reads words only. */
    boolean hasNews(View seen) {
        return words.isShutdown()
                && (!seen.isShutdown()
                        || isAllDone()
                        || seen.ownClaims() != ownClaims.get()
                        || seen.looks() != words.looks());
    }

    /** Whether one who found nothing to take has nothing to wait for. */
    boolean isOver() {
        return words.isShutdown() && words.waiting() == 0 && (isAllDone() || isNothingInFlightElsewhere());
    }

    private boolean isNothingInFlightElsewhere() {
        boolean[] isMine = new boolean[1];
        boolean[] mayCome = new boolean[1];
        long end = walk.handedOut((cursor, word) -> {
            int state = RecordDescriptor.state(word);
            boolean isHeld = state == CLAIMED || state == BURYING;
            isMine[0] |= isHeld && RecordDescriptor.slot(word) == slot;
            mayCome[0] |= isHeld || state == RETURNED;
            return !isMine[0];
        });
        // Behind the end there are items that wait, or one that its producer has not published.
        return isMine[0] || !mayCome[0] && end >= words.tail();
    }
}
