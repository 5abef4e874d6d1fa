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
 * A queue whose items are records in the pages of a log; see {@link RecordDescriptor} and {@link QueueCounters}. One object a
 * queue and process.
 *
 * @param <E> the type of the items
 */
public class LogQueue<E> extends SnapshotQueue<E> implements SharedQueue<E>, SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    /** So many items are claimed together by {@link #drainTo}. */
    private static final int BATCH = 256;

    final transient QueueFamily family;
    final transient SessionContext context;
    final transient QueueCounters words;
    final transient Finisher finisher;
    final transient RecordScanner walk;
    private final transient SpillFiles spills;
    final transient Payload payload;
    final transient ItemReader<E> items;
    final transient Appender appender;
    private final transient String name;
    private final transient QueueKind kind;
    private final transient PageLog pages;
    private final transient Claimer claimer;
    private final transient ReturnedItems returns;
    private final transient QueueSweep sweep;
    private final transient DeadLetterMover burial;
    private final transient EventCount notEmpty;
    private final transient Ending ending;
    private transient volatile boolean closed;

    /** Attaches to a queue whose counters begin at an offset in the control file. */
    LogQueue(QueueFamily family, String name, int base, QueueKind kind) {
        this.family = family;
        context = family.context();
        this.name = name;
        this.kind = kind;
        words = new QueueCounters(context.control(), base);
        pages = new PageLog(context.files().queue(name), context.control(), words.pages(), context.waits());
        spills = new SpillFiles(pages.directory(), context.slot());
        payload = new Payload(context.codec(), context.isDurable(), spills);
        items = new ItemReader<>(name, payload);
        walk = new RecordScanner(words, pages);
        notEmpty = new EventCount(context.control(), words.notEmpty(), context.waits());
        ending = new Ending(context.slot(), words, walk, notEmpty);
        returns = new ReturnedItems(context.slot(), words, walk, notEmpty, context.waits());
        appender = new Appender(name, words, pages, payload, spills, notEmpty, context.waits());
        claimer = new Claimer(context.slot(), words, pages, returns, kind == QueueKind.PLAIN);
        finisher = new Finisher(name, words, pages, spills, ending, context.waits());
        sweep = new QueueSweep(words, returns, spills, maxDeliveries());
        burial = new DeadLetterMover(family, name, words, payload, finisher);
    }

    /** Makes the first page ahead of its use, while the caller goes on. */
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
        EncodedItem parcel = pack(item);
        Waits.checkInterrupt();
        return appender.put(parcel, deadlineNanos);
    }

    @Override
    public boolean offer(E item) {
        EncodedItem parcel = pack(item);
        return Uninterrupted.call(() -> appender.put(parcel, Deadline.NOW));
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

    /** Claims the next item; null if the time is up first. */
    final Claim awaitClaim(long deadlineNanos) throws InterruptedException {
        checkOpen();
        Waits.checkInterrupt();
        while (true) {
            Claim claim = claimer.claim();
            if (claim != null) {
                claimed(1);
                return claim;
            }
            // Taken before isOver() looks at the records: a change after it is seen by hasNews().
            Ending.View seen = ending.view();
            checkNotOver();
            if (!notEmpty.await(() -> words.mayClaim() || ending.hasNews(seen) || closed, deadlineNanos)) {
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

    /** Turns a claim into an item, and finishes it: a plain queue forgets what was taken. */
    private E accept(Claim claim) {
        E item = read(claim);
        QueueKillPoint.TAKE_READ.here();
        taken(claim);
        return item;
    }

    /** What becomes of a claim whose item is handed to the caller. */
    void taken(Claim claim) {
        // Nobody else knows of it.
        finisher.finish(claim);
    }

    /** The same for many. */
    void takenAll(Batch batch) {
        finisher.finishAll(batch);
    }

    /** The claimed item. If it cannot be read the claim is given back. */
    final E read(Claim claim) {
        try {
            return items.read(claim.region(), claim.offset(), claim.sequence());
        } catch (RuntimeException | Error e) {
            giveBack(claim, ItemReader.reason(e));
            throw e;
        }
    }

    /** The same for one of many. */
    private E read(Batch batch, int index) {
        try {
            return items.read(batch.region(), batch.offset(index), batch.sequence(index));
        } catch (RuntimeException | Error e) {
            giveBack(batch.part(index), ItemReader.reason(e));
            throw e;
        }
    }

    /**
     * Gives a claim back, or buries it if it is past its delivery limit.
     *
     * @param reason why it was not finished
     * @return false if it was settled before
     */
    final boolean giveBack(Claim claim, String reason) {
        if (!claim.settle()) {
            return false;
        }
        if (claim.deliveries() >= maxDeliveries()) {
            burial.bury(claim, reason, this::putBack);
        } else {
            putBack(claim);
        }
        return true;
    }

    private void putBack(Claim claim) {
        returns.giveBack(claim);
        claim.release();
        notEmpty.signal();
    }

    /** How often an item is handed out before it is a dead letter. */
    int maxDeliveries() {
        return words.maxDeliveries();
    }

    @Override
    public DeadLetterQueue<E> deadLetters() {
        @SuppressWarnings("unchecked") // It holds what this queue held.
        DeadLetterQueue<E> graveyard = (DeadLetterQueue<E>) burial.graveyard();
        return graveyard;
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

    /** Adds the items to a collection. One that cannot be read does not keep the others from it. */
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
        Optional<EncodedItem> parcel = claimer.peek(payload);
        if (parcel.isEmpty()) {
            checkNotOver();
            return null;
        }
        return items.show(parcel.get());
    }

    @Override
    public int size() {
        checkOpen();
        return (int) Math.min(Integer.MAX_VALUE, words.waiting());
    }

    @Override
    public boolean isEmpty() {
        checkOpen();
        return words.waiting() == 0;
    }

    @Override
    public boolean isFull() {
        checkOpen();
        return words.isFull();
    }

    @Override
    public int remainingCapacity() {
        checkOpen();
        int capacity = words.capacity();
        return capacity == 0 ? Integer.MAX_VALUE : (int) Math.max(0, capacity - words.waiting());
    }

    @Override
    final List<E> snapshot() {
        checkOpen();
        List<E> found = new ArrayList<>();
        walk.all((cursor, word) -> {
            EncodedItem parcel = Claimer.waits(word) ? cursor.copy(payload, word) : null;
            if (parcel != null) {
                found.add(items.show(parcel));
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
        return words.isShutdown();
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
        returns.recover(deadSlot);
    }

    @Override
    public final void sweep(int deadSlot) {
        try {
            burial.buryAll(sweep.settle(deadSlot));
        } finally {
            // Last: what is settled may be what they wait for.
            notEmpty.forget(deadSlot);
            appender.forget(deadSlot);
            finisher.recover(deadSlot);
        }
    }

    @Override
    public final void rebuild(boolean isNewBoot) {
        new QueueRebuild(family.survey(name), words, pages).run();
    }

    @Override
    public final void settle() {
        burial.buryAll(sweep.settle(QueueSweep.ALL));
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
        return "SharedQueue[name=" + name + ", size=" + words.waiting() + "]";
    }

    /** A queue travels as a handle to itself. */
    protected final Object writeReplace() {
        return context.handle(kind, name);
    }
}
