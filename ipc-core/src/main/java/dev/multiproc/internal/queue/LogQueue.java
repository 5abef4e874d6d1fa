package dev.multiproc.internal.queue;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.queue.UnreadableItemException;
import java.io.IOException;
import java.io.Serializable;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A queue whose items are records in the pages of a log; see {@link RecordDescriptor} and {@link QueueWords}. One object a
 * queue and process.
 *
 * @param <E> the type of the items
 */
public class LogQueue<E> extends AbstractQueue<E> implements SharedQueue<E>, SharedObject, Serializable {
    private static final long serialVersionUID = 1L;

    /** The kind of a plain queue in the object table. */
    public static final int KIND = 1;
    /** The kind of a joinable queue in the object table. */
    public static final int JOINABLE_KIND = 2;

    private static final String DEAD_LETTERS_SUFFIX = "!dead";
    /** So many items are claimed together by {@link #drainTo}. */
    private static final int BATCH = 256;

    final transient QueueHome home;
    final transient QueueWords words;
    final transient Finisher finisher;
    final transient Walk walk;
    private final transient String name;
    private final transient int kind;
    private final transient PageLog pages;
    private final transient Payload payload;
    private final transient Appender appender;
    private final transient Claimer claimer;
    private final transient Returns returns;
    private final transient QueueSweep sweep;
    private final transient EventCount notEmpty;
    private transient volatile boolean closed;

    /** Attaches to a queue whose words stand at an offset in the control file. */
    public LogQueue(QueueHome home, String name, int base) {
        this(home, name, base, KIND);
    }

    LogQueue(QueueHome home, String name, int base, int kind) {
        this.home = home;
        this.name = name;
        this.kind = kind;
        words = new QueueWords(home.control(), base);
        pages = new PageLog(home.queueDirectory(name), home.control(), words.pages(), home.waits());
        SpillFiles spills = new SpillFiles(pages.directory(), home.slot());
        payload = new Payload(home.codec(), home.isDurable(), spills);
        walk = new Walk(words, pages);
        returns = new Returns(home.slot(), words, walk, home.waits());
        notEmpty = new EventCount(home.control(), words.notEmpty(), home.waits());
        appender = new Appender(name, words, pages, payload, spills, notEmpty, home.waits());
        claimer = new Claimer(home.slot(), words, pages, returns, kind == KIND);
        finisher = new Finisher(name, words, pages, spills, home.waits());
        sweep = new QueueSweep(words, returns, spills);
    }

    /** Writes the words of a new queue, before it is published in the object table. */
    public static void initialize(MappedRegion control, int base, QueueOptions options) {
        QueueWords.initialize(control, base, options);
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
    public int kind() {
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
        Parcel parcel = pack(item);
        checkInterrupt();
        return appender.put(parcel, deadlineNanos);
    }

    @Override
    public boolean offer(E item) {
        Parcel parcel = pack(item);
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
                byte[] encoded = home.codec().encode(all[i]);
                all[i] = new Appender.Encoded(encoded);
            }
        }
        checkInterrupt();
        return appender.putAll(all, deadlineNanos);
    }

    private Parcel pack(E item) {
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
        checkOpen();
        Claim claim = claimer.claim();
        if (claim == null) {
            checkNotDrained();
            return null;
        }
        appender.roomMade(1);
        return accept(claim);
    }

    /** Claims the next item; null if the time is up first. */
    final Claim awaitClaim(long deadlineNanos) throws InterruptedException {
        checkOpen();
        checkInterrupt();
        while (true) {
            Claim claim = claimer.claim();
            if (claim != null) {
                appender.roomMade(1);
                return claim;
            }
            checkNotDrained();
            if (!notEmpty.await(() -> words.waiting() > 0 || words.isShutdown() || closed, deadlineNanos)) {
                return null;
            }
            checkOpen();
        }
    }

    private void checkNotDrained() {
        if (words.isShutdown() && words.waiting() == 0) {
            throw new QueueShutdownException("the queue is shut down and empty, queue=" + name);
        }
    }

    /** Turns a claim into an item, and finishes it: a plain queue forgets what was taken. */
    private E accept(Claim claim) {
        E item = read(claim);
        KillPoint.TAKE_READ.here();
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
        boolean isRead = false;
        try {
            E item = read(claim.region(), claim.offset(), claim.sequence());
            isRead = true;
            return item;
        } finally {
            if (!isRead) {
                giveBack(claim);
            }
        }
    }

    /** The same for one of many. */
    private E read(Batch batch, int index) {
        boolean isRead = false;
        try {
            E item = read(batch.region(), batch.offset(index), RecordDescriptor.sequence(batch.word(index)));
            isRead = true;
            return item;
        } finally {
            if (!isRead) {
                giveBack(batch.part(index));
            }
        }
    }

    private E read(MappedRegion region, int offset, long sequence) {
        try {
            return unpack(payload.read(region, offset, sequence));
        } catch (CodecException e) {
            throw unreadable(e, "it was given back, or dead-lettered past its delivery limit, item=" + sequence);
        }
    }

    @SuppressWarnings("unchecked") // What was put is an E; the codec knows the class only.
    private E unpack(Parcel parcel) {
        return (E) payload.unpack(parcel);
    }

    /** An item that is not taken. */
    private E show(Parcel parcel) {
        try {
            return unpack(parcel);
        } catch (CodecException e) {
            throw unreadable(e, "it stays in the queue");
        }
    }

    private UnreadableItemException unreadable(CodecException cause, String outcome) {
        return new UnreadableItemException(
                "cannot read an item; " + outcome + ", queue=" + name + ", type=" + cause.typeName(),
                cause.typeName(),
                cause);
    }

    /** Gives a claim back, or buries it if it is past its delivery limit. */
    final void giveBack(Claim claim) {
        if (!claim.settle()) {
            return;
        }
        if (claim.deliveries() >= words.maxDeliveries()) {
            bury(claim, this::putBack);
        } else {
            putBack(claim);
        }
    }

    private void putBack(Claim claim) {
        returns.giveBack(claim);
        claim.release();
        notEmpty.signal();
    }

    /**
     * Moves a claimed item to the dead letters. A sweeper that finds it half done looks there first.
     *
     * @param orElse what becomes of the claim if there is no room for the item
     */
    private void bury(Claim claim, Consumer<Claim> orElse) {
        boolean isBuried = false;
        try {
            putToDeadLetters(claim);
            isBuried = true;
        } finally {
            if (!isBuried) {
                orElse.accept(claim);
            }
        }
        KillPoint.BURY_PUT.here();
        finisher.finish(claim);
    }

    private void putToDeadLetters(Claim claim) {
        long burying = RecordDescriptor.withState(claim.word(), RecordDescriptor.BURYING);
        claim.region().setLongVolatile(claim.offset(), burying);
        KillPoint.BURY_MARKED.here();
        LogQueue<Object> graveyard = home.sideQueue(name + DEAD_LETTERS_SUFFIX);
        graveyard.receiveDeadLetter(payload.read(claim.region(), claim.offset(), claim.sequence()), claim.sequence());
    }

    private void receiveDeadLetter(Parcel item, long tag) {
        boolean[] isThere = new boolean[1];
        forEachRecord((cursor, word) -> {
            isThere[0] |= Payload.hasTag(cursor.region(), cursor.offset(), tag);
            return !isThere[0];
        });
        if (!isThere[0]) {
            Uninterrupted.call(() -> {
                appender.putTagged(item, tag);
                return true;
            });
        }
    }

    /** Visits all records from low on; weakly consistent. */
    private void forEachRecord(Walk.Step step) {
        walk.all(step);
    }

    @Override
    public SharedQueue<E> deadLetters() {
        @SuppressWarnings("unchecked") // It holds what this queue held.
        SharedQueue<E> graveyard = (SharedQueue<E>) home.sideQueue(name + DEAD_LETTERS_SUFFIX);
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
            appender.roomMade(batch.size());
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
            refused.forEach(this::giveBack);
        }
        if (unreadable != null) {
            throw unreadable;
        }
    }

    // ---------------------------------------------------------------- looking

    @Override
    public E peek() {
        checkOpen();
        Optional<Parcel> parcel = claimer.peek(payload);
        if (parcel.isEmpty()) {
            checkNotDrained();
            return null;
        }
        return show(parcel.get());
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
    public Iterator<E> iterator() {
        return snapshot().iterator();
    }

    /**
     * Of a snapshot: one that asked for the size and then for the items would find another number of them. The snapshot's own
     * says on newer JDKs that its source never changes; the queue does.
     */
    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliterator(snapshot(), Spliterator.ORDERED | Spliterator.NONNULL);
    }

    private List<E> snapshot() {
        checkOpen();
        List<E> items = new ArrayList<>();
        forEachRecord((cursor, word) -> {
            Parcel parcel = Claimer.waits(word) ? cursor.copy(payload, word) : null;
            if (parcel != null) {
                items.add(show(parcel));
            }
            return true;
        });
        return List.copyOf(items);
    }

    @Override
    public boolean remove(Object item) {
        throw new UnsupportedOperationException("an item can be taken from the head of a shared queue only");
    }

    @Override
    public boolean removeAll(Collection<?> items) {
        throw new UnsupportedOperationException("an item can be taken from the head of a shared queue only");
    }

    @Override
    public boolean retainAll(Collection<?> items) {
        throw new UnsupportedOperationException("an item can be taken from the head of a shared queue only");
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
            home.closed(this);
            detach();
        }
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
            buryAll(sweep.settle(deadSlot));
        } finally {
            // Last: what is settled may be what they wait for.
            notEmpty.forget(deadSlot);
            appender.forget(deadSlot);
            finisher.recover(deadSlot);
        }
    }

    /** Those that cannot be buried are left to the next sweep. */
    private void buryAll(List<Claim> claims) {
        int done = 0;
        try {
            for (Claim claim : claims) {
                done++;
                bury(claim, Claim::release);
            }
        } finally {
            claims.subList(done, claims.size()).forEach(Claim::release);
        }
    }

    @Override
    public final void rebuild(boolean isNewBoot) {
        try {
            new QueueRebuild(name, words, pages).run(isNewBoot);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot read the log of a queue, path=" + pages.directory(), e);
        }
    }

    @Override
    public final void settle() {
        buryAll(sweep.settle(QueueSweep.ALL));
    }

    final void checkOpen() {
        home.checkOpen();
        if (closed) {
            throw new IllegalStateException("this process's end of the queue is closed, queue=" + name);
        }
    }

    static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public String toString() {
        return "SharedQueue[name=" + name + ", size=" + words.waiting() + "]";
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    /** A queue travels as a handle to itself. */
    protected final Object writeReplace() {
        return home.handle(kind, name);
    }
}
