package dev.multiproc.internal.queue;

import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.queue.UnreadableItemException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A queue whose items are records in the pages of a log; see {@link RecordDescriptor} and {@link QueueCounters}. One
 * object per queue and process.
 *
 * @param <E> the type of the items
 */
public class LogQueue<E> extends SnapshotQueue<E> implements SharedQueue<E>, SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    /** How many items {@link #drainTo} claims together. */
    private static final int BATCH = 256;

    final transient QueueFamily family;
    final transient SessionContext context;
    final transient QueueCounters counters;
    final transient Finisher finisher;
    final transient RecordScanner scanner;
    private final transient SpillFiles spills;
    final transient Payload payload;
    final transient ItemReader<E> items;
    final transient Appender appender;
    private final transient String name;
    private final transient QueueKind kind;
    private final transient PageLog pages;
    private final transient Claimer claimer;
    private final transient ReturnedItems returnedItems;
    private final transient QueueSweep sweep;
    private final transient DeadLetterMover mover;
    private final transient EventCount notEmpty;
    private final transient Ending ending;
    private transient volatile boolean closed;

    /** Attaches to a queue whose counters begin at an offset in the control file. */
    LogQueue(QueueFamily family, String name, int base, QueueKind kind) {
        this.family = family;
        context = family.context();
        this.name = name;
        this.kind = kind;
        counters = new QueueCounters(context.control(), base);
        pages = new PageLog(context.files().queue(name), context.control(), counters.pages(), context.waits());
        spills = new SpillFiles(pages.directory(), context.slot());
        payload = new Payload(context.codec(), context.isDurable(), spills);
        items = new ItemReader<>(name, payload);
        scanner = new RecordScanner(counters, pages);
        notEmpty = new EventCount(context.control(), counters.notEmpty(), context.waits());
        ending = new Ending(context.slot(), counters, scanner, notEmpty);
        returnedItems = new ReturnedItems(context.slot(), counters, scanner, notEmpty, context.waits());
        appender = new Appender(name, counters, pages, payload, spills, notEmpty, context.waits());
        claimer = new Claimer(context.slot(), counters, pages, returnedItems, kind == QueueKind.PLAIN);
        finisher = new Finisher(name, counters, pages, spills, ending, context.waits());
        sweep = new QueueSweep(counters, returnedItems, spills, maxDeliveries());
        mover = new DeadLetterMover(family, name, counters, payload, finisher);
    }

    /** Requests the first page before it is needed. Does not wait for it. */
    public void warmUp() {
        if (pages.lastPage() == 0) {
            pages.requestAfter(0);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public QueueKind kind() {
        return kind;
    }

    // ---------------------------------------------------------------- putting

    @Override
    public void put(E item) throws InterruptedException {
        put(item, Deadline.NEVER);
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
        return put(item, Deadline.in(timeout, unit));
    }

    private boolean put(E item, long deadlineNanos) throws InterruptedException {
        EncodedItem encoded = pack(item);
        Waits.checkInterrupt();
        return appender.put(encoded, deadlineNanos);
    }

    @Override
    public boolean offer(E item) {
        EncodedItem encoded = pack(item);
        return Uninterrupted.call(() -> appender.put(encoded, Deadline.NOW));
    }

    @Override
    public void putAll(Collection<? extends E> items) throws InterruptedException {
        putAll(items, Deadline.NEVER);
    }

    @Override
    public int offerAll(Collection<? extends E> items, long timeout, TimeUnit unit) throws InterruptedException {
        return putAll(items, Deadline.in(timeout, unit));
    }

    private int putAll(Collection<? extends E> items, long deadlineNanos) throws InterruptedException {
        Object[] all = items.toArray();
        for (int i = 0; i < all.length; i++) {
            checkItem(all[i]);
            if (!payload.isQuick(all[i])) {
                all[i] = new Appender.Encoded(payload.encode(all[i]));
            }
        }
        Waits.checkInterrupt();
        return appender.putAll(all, deadlineNanos);
    }

    private EncodedItem pack(E item) {
        checkItem(item);
        return payload.pack(item);
    }

    private void checkItem(Object item) {
        Objects.requireNonNull(item, "a queue holds no null");
        checkOpen();
    }

    // ---------------------------------------------------------------- taking

    @Override
    public E take() throws InterruptedException {
        return accept(awaitClaim(Deadline.NEVER));
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        Claim claim = awaitClaim(Deadline.in(timeout, unit));
        return claim == null ? null : accept(claim);
    }

    @Override
    public E poll() {
        Claim claim = tryClaim();
        return claim == null ? null : accept(claim);
    }

    /** Claims the next item; null if there is none. */
    final Claim tryClaim() {
        checkOpen();
        Claim claim = claimer.claim();
        if (claim == null) {
            checkNotOver();
        } else {
            claimed(1);
        }
        return claim;
    }

    private void claimed(int items) {
        appender.roomMade(items);
        ending.claimed();
    }

    /** Claims the next item; null if the deadline passes first. */
    final Claim awaitClaim(long deadlineNanos) throws InterruptedException {
        checkOpen();
        Waits.checkInterrupt();
        while (true) {
            Claim claim = claimer.claim();
            if (claim != null) {
                claimed(1);
                return claim;
            }
            // The view must be taken before isOver() reads the records, so that hasNews() sees any later change.
            Ending.View seen = ending.view();
            checkNotOver();
            if (!notEmpty.await(() -> counters.mayClaim() || ending.hasNews(seen) || closed, deadlineNanos)) {
                return null;
            }
            checkOpen();
        }
    }

    private void checkNotOver() {
        if (ending.isOver()) {
            throw new QueueShutdownException("the queue is shut down and empty, queue=" + name);
        }
    }

    /** Decodes a claimed item and finishes it: a plain queue forgets what was taken. */
    private E accept(Claim claim) {
        E item = read(claim);
        QueueKillPoint.TAKE_READ.here();
        taken(claim);
        return item;
    }

    /** Called when a claimed item is handed to the caller. */
    void taken(Claim claim) {
        // No other thread knows of this claim, so settle() is not needed.
        finisher.finish(claim);
    }

    /** As {@link #taken}, for a batch. */
    void takenAll(Batch batch) {
        finisher.finishAll(batch);
    }

    /** The claimed item. If it cannot be read, the claim is given back. */
    final E read(Claim claim) {
        try {
            return items.read(claim.region(), claim.offset(), claim.sequence());
        } catch (RuntimeException | Error e) {
            giveBack(claim, ItemReader.reason(e));
            throw e;
        }
    }

    /** As {@link #read(Claim)}, for one record of a batch. */
    private E read(Batch batch, int index) {
        try {
            return items.read(batch.region(), batch.offset(index), batch.sequence(index));
        } catch (RuntimeException | Error e) {
            giveBack(batch.part(index), ItemReader.reason(e));
            throw e;
        }
    }

    /**
     * Gives a claim back, or moves the item to the dead letters if it has reached the delivery limit.
     *
     * @param reason why it was not finished
     * @return false if it was settled before
     */
    final boolean giveBack(Claim claim, String reason) {
        if (!claim.settle()) {
            return false;
        }
        if (claim.deliveries() >= maxDeliveries()) {
            mover.moveToDeadLetters(claim, reason, this::putBack);
        } else {
            putBack(claim);
        }
        return true;
    }

    private void putBack(Claim claim) {
        returnedItems.giveBack(claim);
        claim.release();
        notEmpty.signal();
    }

    /** How often an item is delivered before it becomes a dead letter. */
    int maxDeliveries() {
        return counters.maxDeliveries();
    }

    @Override
    public DeadLetterQueue<E> deadLetters() {
        @SuppressWarnings("unchecked") // It holds what this queue held.
        DeadLetterQueue<E> deadLetters = (DeadLetterQueue<E>) mover.deadLetterQueue();
        return deadLetters;
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int maxElements) {
        Objects.requireNonNull(target, "target");
        if (target == this) {
            throw new IllegalArgumentException("a queue cannot be drained to itself");
        }
        checkOpen();
        int count = 0;
        while (count < maxElements) {
            Batch batch = claimer.claimAll(Math.min(BATCH, maxElements - count));
            if (batch == null) {
                break;
            }
            claimed(batch.size());
            handOver(batch, target);
            count += batch.size();
        }
        return count;
    }

    /** Adds the items to a collection. An unreadable item does not keep the others from it. */
    private void handOver(Batch batch, Collection<? super E> target) {
        UnreadableItemException unreadable = null;
        int done = 0;
        try {
            for (; done < batch.size(); done++) {
                try {
                    target.add(read(batch, done));
                } catch (UnreadableItemException e) {
                    unreadable = e;
                }
            }
        } finally {
            List<Claim> refused = batch.partsFrom(done);
            takenAll(batch);
            refused.forEach(claim -> giveBack(claim, DeadLetterHeader.GIVEN_BACK));
        }
        if (unreadable != null) {
            throw unreadable;
        }
    }

    // ---------------------------------------------------------------- looking

    @Override
    public E peek() {
        checkOpen();
        Optional<EncodedItem> encoded = claimer.peek(payload);
        if (encoded.isEmpty()) {
            checkNotOver();
            return null;
        }
        return items.show(encoded.get());
    }

    @Override
    public int size() {
        checkOpen();
        return (int) Math.min(Integer.MAX_VALUE, counters.waiting());
    }

    @Override
    public boolean isEmpty() {
        checkOpen();
        return counters.waiting() == 0;
    }

    @Override
    public boolean isFull() {
        checkOpen();
        return counters.isFull();
    }

    @Override
    public int remainingCapacity() {
        checkOpen();
        int capacity = counters.capacity();
        return capacity == 0 ? Integer.MAX_VALUE : (int) Math.max(0, capacity - counters.waiting());
    }

    @Override
    final List<E> snapshot() {
        checkOpen();
        List<E> found = new ArrayList<>();
        scanner.all((cursor, word) -> {
            EncodedItem encoded = Claimer.waits(word) ? cursor.copy(payload, word) : null;
            if (encoded != null) {
                found.add(items.show(encoded));
            }
            return true;
        });
        return List.copyOf(found);
    }

    // ---------------------------------------------------------------- ending

    @Override
    public void shutdown() {
        checkOpen();
        appender.shutdown();
        notEmpty.signalAll();
    }

    @Override
    public boolean isShutdown() {
        checkOpen();
        return counters.isShutdown();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            notEmpty.signalAll();
            appender.stop();
            finisher.stop();
            context.objects().forget(this);
            detach();
        }
    }

    @Override
    public void giveBackIfIdle() {
        pages.giveBackIfIdle();
        spills.giveBackIfIdle();
    }

    @Override
    public void stop() {
        pages.close();
    }

    @Override
    public void detach() {
        closed = true;
        appender.close();
        claimer.close();
        finisher.close();
        pages.close();
    }

    @Override
    public final void recover(int deadSlot) {
        appender.recover(deadSlot);
        returnedItems.recover(deadSlot);
    }

    @Override
    public final void sweep(int deadSlot) {
        try {
            mover.moveAll(sweep.settle(deadSlot));
        } finally {
            // Last: the waiters may be waiting for what was just settled.
            notEmpty.forget(deadSlot);
            appender.forget(deadSlot);
            finisher.recover(deadSlot);
        }
    }

    @Override
    public final void rebuild(boolean isNewBoot) {
        new QueueRebuild(family.survey(name), counters, pages).run();
    }

    @Override
    public final void settle() {
        mover.moveAll(sweep.settle(QueueSweep.ALL));
    }

    final void checkOpen() {
        context.checkOpen();
        if (closed) {
            throw closedException();
        }
    }

    final IllegalStateException closedException() {
        return new IllegalStateException("this process's end of the queue is closed, queue=" + name);
    }

    @Override
    public String toString() {
        return "SharedQueue[name=" + name + ", size=" + counters.waiting() + "]";
    }

    /** A queue is serialized as a handle to itself. */
    protected final Object writeReplace() {
        return context.handle(kind, name);
    }
}
