package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.DONE;
import static dev.multiproc.internal.queue.RecordDescriptor.UNPUBLISHED;

import dev.multiproc.internal.control.FileTrouble;
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
import java.util.function.BooleanSupplier;

/**
 * Finishes items, tracks up to where all items are finished, deletes files of finished items, and lets joins wait.
 *
 * <p>A join returns when {@code low} has reached the tail. {@code low} is raised by scanning over records that are
 * DONE. That is done by threads that wait in a join, by whoever finishes an item while a thread waits, and otherwise
 * from time to time.
 */
final class Finisher implements AutoCloseable {
    /** How many items this process finishes between two looks whether {@code low} is far behind. */
    private static final int LOOK_EVERY = 256;
    /**
     * How far behind {@code low} may be. If each of many consumers raised it every 256 items, all of them would scan
     * all records.
     */
    private static final int ADVANCE_EVERY = 4096;
    /** How often a join looks before it sleeps: some microseconds, about as long as a wake-up takes. */
    private static final int JOIN_SPINS = 100;

    private final String name;
    private final QueueCounters counters;
    private final PageLog pages;
    private final SpillFiles spills;
    private final EventCount finished;
    private final Ending ending;
    /** Approximate: concurrent updates may be lost. */
    private int sinceAdvance;

    private final ReentrantLock lock = new ReentrantLock();
    private final Cursor low;
    /** The file in which {@link #low} was last, which it may keep mapped. Written under the lock. */
    private volatile int lowCycle = Integer.MAX_VALUE;

    private volatile boolean closed;

    Finisher(String name, QueueCounters counters, PageLog pages, SpillFiles spills, Ending ending, Waits waits) {
        this.name = name;
        this.counters = counters;
        this.pages = pages;
        this.spills = spills;
        this.ending = ending;
        this.finished = EventCount.withoutFence(counters.region(), counters.finished(), waits);
        this.low = new Cursor(pages);
    }

    /**
     * Marks a claimed record as done. That is not a full fence, which would cost as much as the rest of this method: a thread
     * that begins to wait just now may be overlooked, so it looks again after a short time. See {@link Ending} for consumers
     * that wait for the end.
     */
    void finish(Claim claim) {
        QueueKillPoint.DONE_BEGUN.here();
        long word = claim.word();
        long sequence = claim.sequence();
        boolean isSpilled = Payload.isSpilled(claim.region(), claim.offset());
        claim.region().setLongRelease(claim.offset(), RecordDescriptor.withState(word, DONE));
        finished(claim, sequence, isSpilled);
    }

    /** The same in a queue with a lease. Returns false, and changes nothing, if the claim's lease has ended. */
    boolean finishInTime(Claim claim) {
        QueueKillPoint.DONE_BEGUN.here();
        long sequence = claim.sequence();
        boolean isSpilled = Payload.isSpilled(claim.region(), claim.offset());
        if (!claim.finish()) {
            claim.setLate();
            return false;
        }
        finished(claim, sequence, isSpilled);
        return true;
    }

    private void finished(Claim claim, long sequence, boolean isSpilled) {
        QueueKillPoint.DONE_MARKED.here();
        afterDone(claim, sequence, isSpilled);
    }

    /** Does the rest after a record was marked as done by {@link Forwarding}. */
    void afterDone(Claim claim, boolean isSpilled) {
        afterDone(claim, claim.sequence(), isSpilled);
    }

    private void afterDone(Claim claim, long sequence, boolean isSpilled) {
        int cycle = claim.cycle();
        claim.release();
        if (isSpilled) {
            finishSpill(sequence);
        }
        checkNowAndThen(1, sequence + 1, cycle);
    }

    /**
     * Called when records were claimed and marked as done in one step.
     *
     * @param isShutdown whether the queue was shut down afterwards
     */
    void finishedAtOnce(int count, boolean isShutdown) {
        int unchecked = sinceAdvance + count;
        sinceAdvance = unchecked;
        if (finished.hasWaiters()
                || isShutdown && ending.isNear()
                || unchecked >= LOOK_EVERY
                        && isLowFarBehind(counters.head(), PageDescriptor.cycle(counters.headPage()))) {
            check();
        }
    }

    /** Marks all remaining records of a batch as done. */
    void finishAll(Batch batch) {
        MappedRegion region = batch.region();
        List<Long> spilled = new ArrayList<>(0);
        for (int i = 0; i < batch.size(); i++) {
            if (batch.has(i)) {
                if (batch.isSpilled(i)) {
                    spilled.add(batch.sequence(i));
                }
                region.setLongRelease(batch.offset(i), RecordDescriptor.withState(batch.word(i), DONE));
                QueueKillPoint.DONE_MARKED.here();
            }
        }
        int cycle = batch.cycle();
        batch.release();
        spilled.forEach(this::finishSpill);
        checkNowAndThen(batch.size(), batch.sequence(batch.size()), cycle);
    }

    /**
     * Checks at once if a thread waits, or may be waiting for the last item. Otherwise only when this process has
     * finished many items, and no other process has checked for long.
     */
    private void checkNowAndThen(int count, long end, int cycle) {
        int unchecked = sinceAdvance + count;
        sinceAdvance = unchecked;
        if (finished.hasWaiters() || ending.isNear() || unchecked >= LOOK_EVERY && isLowFarBehind(end, cycle)) {
            check();
        }
    }

    /** Whether many items, or a whole file, can be passed by {@code low}, or a file is kept here that the others have left. */
    private boolean isLowFarBehind(long end, int cycle) {
        int shared = PageDescriptor.cycle(counters.lowPage());
        return end - counters.low() >= ADVANCE_EVERY || shared < cycle || lowCycle < shared;
    }

    private void finishSpill(long sequence) {
        try {
            spills.finish(sequence);
        } catch (IOException e) {
            throw FileTrouble.of("cannot delete the file of a finished item, queue=" + name, spills.directory(), e);
        }
    }

    /**
     * Raises {@code low}. If it has reached the tail, wakes the joins and, if the queue is shut down, the consumers.
     */
    void check() {
        // Of several that finish the last items, each at the same time, one must see that all are done.
        VarHandle.fullFence();
        boolean isAllDone = isAllDone();
        // This process does not raise low after it closed the queue, and nobody raises it past lost items.
        boolean isLowTrue = !closed && !counters.hasLost();
        if (isAllDone || !isLowTrue) {
            finished.signalAll();
        }
        ending.finished(isLowTrue);
    }

    /** Whether a join may return or must throw. Raises {@code low} as far as possible. */
    boolean isAllDone() {
        advance();
        return counters.low() >= counters.tail() || counters.hasLost();
    }

    /** Waits until all items are done or this process closes the queue. */
    boolean await(long deadlineNanos) throws InterruptedException {
        spin();
        return finished.await(this::isOver, this::mayBeAllDone, deadlineNanos);
    }

    /** The same, or until there is other news. */
    boolean await(BooleanSupplier news, long deadlineNanos) throws InterruptedException {
        spin();
        return finished.await(
                () -> isOver() || news.getAsBoolean(), () -> mayBeAllDone() || news.getAsBoolean(), deadlineNanos);
    }

    private void spin() {
        for (int i = 0; i < JOIN_SPINS && !isOver(); i++) {
            Thread.onSpinWait();
        }
    }

    /** Whether a join has nothing more to wait for. */
    boolean isOver() {
        return closed || isAllDone();
    }

    /** Has the joins look whether there is other news. */
    void wakeJoins() {
        finished.signalAll();
    }

    /**
     * Whether a join should look again. The janitor thread calls this, so it must neither wait for this queue's locks
     * nor do this queue's work: whoever waits raises {@code low} itself.
     */
    private boolean mayBeAllDone() {
        return closed || counters.low() >= counters.tail() || counters.hasLost() || isLowBehind();
    }

    private boolean isLowBehind() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return low.isPlaced()
                    && low.sequence() < counters.tail()
                    && RecordDescriptor.state(low.wordInPage()) == DONE;
        } finally {
            lock.unlock();
        }
    }

    private void advance() {
        lock.lock();
        try {
            sinceAdvance = 0;
            long page = Math.max(counters.lowPage(), pages.firstPage());
            if (page == 0 || closed) {
                return;
            }
            if (!low.isPlaced() || page > low.pageLocation()) {
                low.moveToPage(page);
            }
            moveLow();
            lowCycle = low.file().cycle();
        } catch (NoSuchFileException e) {
            // Another process is further and has deleted the file.
            low.close();
            advance();
        } catch (IOException e) {
            throw FileTrouble.of("cannot delete what is finished, queue=" + name, pages.directory(), e);
        } finally {
            lock.unlock();
        }
    }

    private void moveLow() throws IOException {
        while (RecordDescriptor.state(low.word()) == DONE) {
            low.skip(DONE);
        }
        counters.raiseLow(low.sequence());
        long page = low.pageLocation();
        if (page > counters.lowPage() && low.isPageEntered()) {
            counters.raiseLowPage(page);
            counters.raiseHeadPage(page);
            // Producers may still be at the end of the previous page.
            long behind = Math.min(page, counters.tailPage());
            pages.retireBefore(PageDescriptor.cycle(behind));
        }
    }

    /** How many items were put and are not done. */
    long unfinished(RecordScanner scanner) {
        advance();
        long[] counts = new long[1];
        long end = scanner.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) != DONE && RecordDescriptor.state(word) != UNPUBLISHED) {
                counts[0]++;
            }
            return true;
        });
        return counts[0] + Math.max(0, counters.tail() - end);
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
