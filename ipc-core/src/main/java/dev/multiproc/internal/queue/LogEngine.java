package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.engine.ClaimedBatch;
import dev.multiproc.internal.engine.QueueEngine;
import dev.multiproc.internal.engine.ReturnReason;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Readiness;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.QueueShutdownException;
import java.util.List;
import java.util.Optional;

/**
 * An engine whose items are records in the pages of a log; see {@link RecordDescriptor} and {@link QueueCounters}. One object
 * per queue and process.
 *
 * @param <E> the type of the items
 */
final class LogEngine<E> implements QueueEngine<E, Claim> {
    final SessionContext context;
    final QueueCounters counters;
    final Finisher finisher;
    final RecordScanner scanner;
    final Appender appender;
    private final Payload payload;
    private final ItemReader<E> items;
    final SpillFiles spills;
    private final String name;
    private final ObjectPlace place;
    final QueueFamily family;
    final PageLog pages;
    private final Claimer claimer;
    private final OneStepTake oneStep;
    private final ReturnedItems returnedItems;
    private final QueueSweep sweep;
    private final DeadLetterMover mover;
    final EventCount notEmpty;
    private final Ending ending;
    private final DueTimes times;
    private SharedObject owner;
    private volatile boolean closed;
    final Settler settler;
    /** How often an item is delivered before it becomes a dead letter. */
    final int maxDeliveries;

    /** Attaches to a queue at its place. */
    LogEngine(QueueFamily family, ObjectPlace place) {
        this.family = family;
        this.place = place;
        context = family.context();
        name = place.name();
        counters = new QueueCounters(place.region(), 0);
        maxDeliveries = DeadLetterMover.isDeadLetterQueue(name) ? Integer.MAX_VALUE : counters.maxDeliveries();
        pages = new PageLog(context.files().queue(place.fileName()), place.region(), counters.pages(), context.waits());
        spills = new SpillFiles(pages.directory(), context.slot());
        payload = new Payload(context.codec(), kind() == QueueKind.JOINABLE, context.isDurable(), spills);
        items = new ItemReader<>(name, payload);
        scanner = new RecordScanner(counters, pages);
        notEmpty = EventCount.oneAtATime(place.region(), counters.notEmpty(), context.waits(), new MoreLeft(counters));
        ending = new Ending(context.slot(), counters, scanner, notEmpty);
        finisher = new Finisher(name, counters, pages, spills, ending, context.waits());
        times = new DueTimes(counters, notEmpty, finisher);
        returnedItems = new ReturnedItems(context.slot(), counters, scanner, times, maxDeliveries, context.waits());
        appender = new Appender(family, name, counters, pages, payload, spills, notEmpty);
        claimer = new Claimer(this, pages, returnedItems, times);
        oneStep = new OneStepTake(this, claimer, payload, ending, times);
        sweep = new QueueSweep(counters, returnedItems, spills, maxDeliveries);
        mover = new DeadLetterMover(family, place, counters, payload, finisher);
        settler = new Settler(this, times, returnedItems, mover);
        if (times.hasLease()) {
            pages.neverReuse();
        }
    }

    @Override
    public String name() {
        return name;
    }

    QueueKind kind() {
        return (QueueKind) place.kind();
    }

    ObjectPlace place() {
        return place;
    }

    Object handle() {
        return context.handle(kind(), name);
    }

    @Override
    public void checkOpen() {
        context.checkOpen();
        if (closed) {
            throw closedException();
        }
    }

    @Override
    public IllegalStateException closedException() {
        return place.isOver()
                ? place.deleted()
                : new IllegalStateException("this process's end of the queue is closed, queue=" + name);
    }

    // ---------------------------------------------------------------- putting

    @Override
    public boolean put(E item, long deadlineNanos) throws InterruptedException {
        EncodedItem encoded = payload.pack(item);
        Waits.checkInterrupt();
        return appender.put(encoded, deadlineNanos);
    }

    @Override
    public boolean offer(E item) {
        EncodedItem encoded = payload.pack(item);
        return Uninterrupted.call(() -> appender.put(encoded, Deadline.NOW));
    }

    @Override
    public int putAll(Object[] all, long deadlineNanos) throws InterruptedException {
        for (int i = 0; i < all.length; i++) {
            if (!payload.isQuick(all[i])) {
                all[i] = new Appender.Encoded(payload.encode(all[i]));
            }
        }
        Waits.checkInterrupt();
        return appender.putAll(all, deadlineNanos);
    }

    // ---------------------------------------------------------------- taking

    @Override
    public Claim claim() {
        checkOpen();
        Claim claim = claimNext();
        if (claim == null) {
            checkNotOver();
        } else {
            claimed(claim);
        }
        return claim;
    }

    private Claim claimNext() {
        Claim claim = claimer.claim();
        settler.moveEnded();
        return claim;
    }

    /**
     * Called when a record was claimed.
     *
     * @throws QueueShutdownException if it was to be dropped
     */
    void claimed(Claim claim) {
        appender.roomMade(1);
        if (ending.claimed()) {
            finisher.finish(claim);
            throw dropped();
        }
    }

    QueueShutdownException dropped() {
        dropIfAsked();
        return Dropping.over(name);
    }

    void dropIfAsked() {
        if (counters.isDropped()) {
            Dropping.drop(returnedItems, claimer, finisher);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // What was put is an E.
    public E takeAndFinish(boolean mayLook) {
        checkOpen();
        return (E) oneStep.take(mayLook);
    }

    @Override
    public int drainTo(List<? super E> target, int most) {
        return oneStep.drainTo(target, most);
    }

    @Override
    public Claim awaitClaim(long deadlineNanos) throws InterruptedException {
        checkOpen();
        Waits.checkInterrupt();
        Ending.View before = null;
        while (true) {
            Claim claim = claimNext();
            if (claim != null) {
                claimed(claim);
                return claim;
            }
            // The view must be taken before isOver() reads the records, so that hasNews() sees any later change.
            Ending.View seen = ending.view(before);
            before = seen;
            checkNotOver();
            long due = counters.due();
            boolean isNews = notEmpty.await(
                    () -> counters.mayClaim() || ending.hasNews(seen) || closed || times.isNews(due),
                    Ending.limit(DueTimes.limit(deadlineNanos, due), seen));
            if (!isNews && Deadline.left(deadlineNanos) <= 0) {
                return null;
            }
            checkOpen();
        }
    }

    private void checkNotOver() {
        if (ending.isOver()) {
            place.check();
            throw counters.isDropped()
                    ? dropped()
                    : new QueueShutdownException("the queue is shut down and empty, queue=" + name);
        }
    }

    @Override
    public Batch claimAll(int most) {
        Batch batch = claimer.claimAll(most);
        settler.moveEnded();
        if (batch != null) {
            appender.roomMade(batch.size());
            if (ending.claimed()) {
                finisher.finishAll(batch);
                dropIfAsked();
                return null;
            }
        }
        return batch;
    }

    @Override
    public E read(Claim claim) {
        E item = items.read(claim.region(), claim.offset(), claim.sequence());
        QueueKillPoint.TAKE_READ.here();
        return item;
    }

    @Override
    public E read(ClaimedBatch<Claim> claims, int index) {
        Batch batch = (Batch) claims;
        return items.read(batch.region(), batch.offset(index), batch.sequence(index));
    }

    EncodedItem encoded(Claim claim) {
        return payload.read(claim.region(), claim.offset(), claim.sequence());
    }

    @Override
    public boolean finish(Claim claim) {
        return settler.finish(claim);
    }

    @Override
    public void finishAll(ClaimedBatch<Claim> batch) {
        finisher.finishAll((Batch) batch);
    }

    @Override
    public boolean giveBack(Claim claim, ReturnReason reason) {
        return settler.giveBack(claim, reason, times.retryDelay(claim.deliveries()));
    }

    @Override
    public boolean giveBack(Claim claim, ReturnReason reason, long delayNanos) {
        return settler.giveBack(claim, reason, delayNanos);
    }

    @Override
    public boolean reject(Claim claim, ReturnReason reason) {
        return settler.reject(claim, reason);
    }

    @Override
    public boolean extend(Claim claim, long nanos) {
        return settler.extend(claim, nanos);
    }

    @Override
    public boolean hasLease() {
        return times.hasLease();
    }

    @Override
    public boolean forward(Claim claim, QueueEngine<?, ?> target, Object result, long deadlineNanos)
            throws InterruptedException {
        LogEngine<?> other = Forwarding.checkTarget(this, target);
        EncodedItem encoded = other.payload.pack(result);
        Waits.checkInterrupt();
        return new Forwarding(this, claim, other).run(encoded, deadlineNanos);
    }

    @Override
    public Readiness readiness() {
        return new QueueReadiness(this, notEmpty, counters, ending, times);
    }

    boolean isClosed() {
        return closed;
    }

    // ---------------------------------------------------------------- looking

    @Override
    public E peek() {
        if (counters.isDropped()) {
            throw dropped();
        }
        settler.lookForDue();
        Optional<EncodedItem> encoded = claimer.peek(payload);
        if (encoded.isPresent()) {
            return items.show(encoded.get());
        }
        checkNotOver();
        return null;
    }

    @Override
    public List<E> snapshot() {
        settler.lookForDue();
        dropIfAsked();
        return QueueLook.snapshot(scanner, payload, items);
    }

    @Override
    public long waiting() {
        if (!closed) {
            settler.lookForDue();
            oneStep.count();
        }
        return counters.isDropped() ? 0 : counters.waiting();
    }

    @Override
    public int capacity() {
        return counters.capacity();
    }

    @Override
    public boolean isFull() {
        return counters.isFull();
    }

    // ---------------------------------------------------------------- ending

    @Override
    public void shutdown(boolean isImmediate) {
        appender.shutdown(isImmediate);
        QueueKillPoint.SHUTDOWN_SET.here();
        notEmpty.signalAll();
        dropIfAsked();
    }

    @Override
    public boolean isShutdown() {
        return counters.isShutdown();
    }

    @Override
    public boolean awaitFinished(long deadlineNanos) throws InterruptedException {
        Waits.checkInterrupt();
        dropIfAsked();
        return settler.awaitFinished(deadlineNanos);
    }

    @Override
    public long unfinished() {
        dropIfAsked();
        return finisher.unfinished(scanner);
    }

    @Override
    public List<Long> lostItems() {
        return counters.hasLost() ? QueueLook.lost(scanner) : List.of();
    }

    // ---------------------------------------------------------------- dead letters

    @Override
    @SuppressWarnings("unchecked") // It holds what this queue held.
    public DeadLetterQueue<E> deadLetters() {
        return (DeadLetterQueue<E>) mover.deadLetterQueue();
    }

    @Override
    public LetterReader<E> letters() {
        return new LetterReader<>(this, payload, items, new LetterClaims(this, claimer, returnedItems));
    }

    /** Of a queue of dead letters: the queue that they come from; null if it is gone. */
    LogEngine<?> origin() {
        return family.origin(name);
    }

    // ---------------------------------------------------------------- as one of a session's shared objects

    void setOwner(SharedObject newOwner) {
        owner = newOwner;
    }

    @Override
    public void close() {
        if (!closed) {
            endCalls();
            context.objects().forget(owner);
            detach();
        }
    }

    @Override
    public boolean delete() {
        return place.delete();
    }

    /** Ends all calls of this process: the queue was deleted. Whoever has not heard of that yet can put nothing more. */
    void endUse() {
        counters.setShutdown(false);
        endCalls();
    }

    private void endCalls() {
        closed = true;
        notEmpty.signalAll();
        appender.stop();
        finisher.stop();
    }

    void giveBackIfIdle() {
        pages.giveBackIfIdle();
        spills.giveBackIfIdle();
    }

    void stop() {
        pages.close();
    }

    void detach() {
        closed = true;
        appender.close();
        claimer.close();
        finisher.close();
        pages.close();
    }

    void recover(int deadSlot) {
        appender.recover(deadSlot);
        returnedItems.recover(deadSlot);
    }

    void sweep(int deadSlot) {
        try {
            mover.moveAll(sweep.settle(deadSlot), deadSlot);
            // What it gave back; or what it has begun to drop.
            dropIfAsked();
        } finally {
            // Last: the waiters may be waiting for what was just settled.
            notEmpty.forget(deadSlot);
            appender.forget(deadSlot);
            finisher.recover(deadSlot);
        }
    }

    /** What tells this queue from others that have, or had, its index in the table of objects. */
    ObjectTable.Life life() {
        return place.life();
    }

    void reconcile(boolean isNewBoot) {
        if (counters.intention().isSet()) {
            Forwarding.settle(family, counters, !isNewBoot);
        }
    }

    void rebuild(QueueSurvey survey, boolean isNewBoot) {
        new QueueRebuild(survey, counters, pages).run();
        if (isNewBoot) {
            returnedItems.forgetTimes();
        }
    }

    void settle() {
        mover.moveAll(sweep.settle(QueueSweep.ALL), QueueSweep.ALL);
        dropIfAsked();
    }
}
