package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.DONE;
import static dev.multiproc.internal.queue.RecordDescriptor.UNPUBLISHED;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finishes items, follows how far all are finished, deletes what is behind, and lets joins wait for it.
 *
 * <p>A join is satisfied when low has reached the tail. Low is moved by walking over records that are DONE: by whoever waits
 * in a join, by whoever finishes an item while somebody waits, and now and then else.
 */
final class Finisher implements AutoCloseable {
    private static final int ADVANCE_EVERY = 256;

    private final String name;
    private final QueueCounters words;
    private final PageLog pages;
    private final SpillFiles spills;
    private final EventCount finished;
    private final Ending ending;
    /** A guess: threads may overlook each other's. */
    private int sinceAdvance;

    private final ReentrantLock lock = new ReentrantLock();
    private final Cursor low;

    private volatile boolean closed;

    Finisher(String name, QueueCounters words, PageLog pages, SpillFiles spills, Ending ending, Waits waits) {
        this.name = name;
        this.words = words;
        this.pages = pages;
        this.spills = spills;
        this.ending = ending;
        this.finished = new EventCount(words.region(), words.finished(), waits);
        this.low = new Cursor(pages);
    }

    /** Marks a claimed record as done. */
    void finish(Claim claim) {
        QueueKillPoint.DONE_BEGUN.here();
        long word = claim.word();
        long sequence = claim.sequence();
        boolean isSpilled = Payload.isSpilled(claim.region(), claim.offset());
        claim.region().setLongVolatile(claim.offset(), RecordDescriptor.withState(word, DONE));
        QueueKillPoint.DONE_MARKED.here();
        claim.release();
        if (isSpilled) {
            finishSpill(sequence);
        }
        checkNowAndThen(1, sequence + 1);
    }

    /** Does the same for all that is left of a batch. */
    void finishAll(Batch batch) {
        MappedRegion region = batch.region();
        List<Long> spilled = new ArrayList<>(0);
        for (int i = 0; i < batch.size(); i++) {
            if (batch.has(i)) {
                if (Payload.isSpilled(region, batch.offset(i))) {
                    spilled.add(batch.sequence(i));
                }
                region.setLongRelease(batch.offset(i), RecordDescriptor.withState(batch.word(i), DONE));
                QueueKillPoint.DONE_MARKED.here();
            }
        }
        // Before the look at who waits.
        VarHandle.fullFence();
        batch.release();
        spilled.forEach(this::finishSpill);
        checkNowAndThen(batch.size(), batch.sequence(batch.size()));
    }

    /** Checks at once if somebody waits, or may wait for the last item, else when this process has finished many, and no other one has checked since. */
    private void checkNowAndThen(int count, long end) {
        int unchecked = sinceAdvance + count;
        sinceAdvance = unchecked;
        if (finished.hasWaiters()
                || ending.isNear()
                || unchecked >= ADVANCE_EVERY && end - words.low() >= ADVANCE_EVERY) {
            check();
        }
    }

    private void finishSpill(long sequence) {
        try {
            spills.finish(sequence);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot delete the file of a finished item, queue=" + name, e);
        }
    }

    /** Moves low, and wakes the joins if it has reached the tail, and the takers of a queue that is shut down. */
    void check() {
        boolean isAllDone = isAllDone();
        // Of a queue that is closed here this process does not move low any more, and over lost items nobody does.
        boolean isLowTrue = !closed && !words.hasLost();
        if (isAllDone || !isLowTrue) {
            finished.signalAll();
        }
        ending.finished(isLowTrue);
    }

    /** Whether a join may return, or must throw. Moves low as far as it goes. */
    boolean isAllDone() {
        advance();
        return words.low() >= words.tail() || words.hasLost();
    }

    /** Waits until all is done, or this process's end of the queue is closed. */
    boolean await(long deadlineNanos) throws InterruptedException {
        return finished.await(() -> closed || isAllDone(), this::mayBeAllDone, deadlineNanos);
    }

    /**
     * Whether it is worth it that a join looks again. For the janitor, which must not wait for this queue's locks, nor do this
     * queue's work: whoever waits moves low itself.
     */
    private boolean mayBeAllDone() {
        return closed || words.low() >= words.tail() || words.hasLost() || isLowBehind();
    }

    private boolean isLowBehind() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return low.isPlaced() && low.sequence() < words.tail() && RecordDescriptor.state(low.wordInPage()) == DONE;
        } finally {
            lock.unlock();
        }
    }

    private void advance() {
        lock.lock();
        try {
            sinceAdvance = 0;
            long page = Math.max(words.lowPage(), pages.firstPage());
            if (page == 0 || closed) {
                return;
            }
            if (!low.isPlaced()) {
                low.moveToPage(page);
            }
            walk();
        } catch (NoSuchFileException e) {
            // Another process is ahead and has deleted the file.
            low.close();
            advance();
        } catch (IOException e) {
            throw new MultiprocessingException("cannot delete what is finished, queue=" + name, e);
        } finally {
            lock.unlock();
        }
    }

    private void walk() throws IOException {
        while (RecordDescriptor.state(low.word()) == DONE) {
            low.skip(DONE);
        }
        words.raiseLow(low.sequence());
        long page = low.pageLocation();
        if (page > words.lowPage() && low.isPageEntered()) {
            words.raiseLowPage(page);
            words.raiseHeadPage(page);
            // Producers may still stand at the end of the page before.
            long behind = Math.min(page, words.tailPage());
            pages.retireBefore(PageDescriptor.cycle(behind));
        }
    }

    /** How many items are put and not done. */
    long unfinished(RecordScanner walk) {
        advance();
        long[] counts = new long[1];
        long end = walk.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) != DONE && RecordDescriptor.state(word) != UNPUBLISHED) {
                counts[0]++;
            }
            return true;
        });
        return counts[0] + Math.max(0, words.tail() - end);
    }

    void recover(int deadSlot) {
        check();
        finished.forget(deadSlot);
    }

    /** Ends the joins of this process. */
    void stop() {
        closed = true;
        finished.signalAll();
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            low.close();
        } finally {
            lock.unlock();
        }
    }
}
