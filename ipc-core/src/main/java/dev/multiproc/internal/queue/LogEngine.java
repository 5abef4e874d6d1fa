package dev.multiproc.internal.queue;

import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.engine.ClaimedBatch;
import dev.multiproc.internal.engine.QueueEngine;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.QueueShutdownException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An engine whose items are records in the pages of a log; see {@link RecordDescriptor} and {@link QueueCounters}. One object
 * per queue and process.
 *
 * @param <E> the type of the items
 */
final class LogEngine<E> implements QueueEngine<E, Claim> {
    private final QueueFamily family;
    final SessionContext context;
    final QueueCounters counters;
    final Finisher finisher;
    final RecordScanner scanner;
    final Appender appender;
    private final Payload payload;
    private final ItemReader<E> items;
    private final SpillFiles spills;
    private final String name;
    private final ObjectPlace place;
    private final PageLog pages;
    private final Claimer claimer;
    private final ReturnedItems returnedItems;
    private final QueueSweep sweep;
    private final DeadLetterMover mover;
    private final EventCount notEmpty;
    private final Ending ending;
    /** How often an item is delivered before it becomes a dead letter. */
    private final int maxDeliveries;

    private SharedObject owner;
    private volatile boolean closed;

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
        payload = new Payload(context.codec(), context.isDurable(), spills);
        items = new ItemReader<>(name, payload);
        scanner = new RecordScanner(counters, pages);
        notEmpty = new EventCount(place.region(), counters.notEmpty(), context.waits());
        ending = new Ending(context.slot(), counters, scanner, notEmpty);
        returnedItems = new ReturnedItems(context.slot(), counters, scanner, notEmpty, context.waits());
        appender = new Appender(name, counters, pages, payload, spills, notEmpty, context.waits());
        claimer = new Claimer(context.slot(), counters, pages, returnedItems, kind() == QueueKind.PLAIN);
        finisher = new Finisher(name, counters, pages, spills, ending, context.waits());
        sweep = new QueueSweep(counters, returnedItems, spills, maxDeliveries);
        mover = new DeadLetterMover(family, place, counters, payload, finisher);
    }

    /** Requests the first page before it is needed. Does not wait for it. */
    void warmUp() {
        if (pages.lastPage() == 0) {
            pages.requestAfter(0);
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

    /** A queue is serialized as a handle to itself. */
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
        Claim claim = claimer.claim();
        if (claim == null) {
            checkNotOver();
        } else {
            claimed(1);
        }
        return claim;
    }

    private void claimed(int count) {
        appender.roomMade(count);
        ending.claimed();
    }

    @Override
    public Claim awaitClaim(long deadlineNanos) throws InterruptedException {
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
            place.check();
            throw new QueueShutdownException("the queue is shut down and empty, queue=" + name);
        }
    }

    @Override
    public Batch claimAll(int most) {
        Batch batch = claimer.claimAll(most);
        if (batch != null) {
            claimed(batch.size());
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

    @Override
    public void finish(Claim claim) {
        finisher.finish(claim);
    }

    @Override
    public void finishAll(ClaimedBatch<Claim> batch) {
        finisher.finishAll((Batch) batch);
    }

    @Override
    public boolean giveBack(Claim claim, String reason) {
        if (!claim.settle()) {
            return false;
        }
        if (claim.deliveries() >= maxDeliveries) {
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

    // ---------------------------------------------------------------- looking

    @Override
    public E peek() {
        Optional<EncodedItem> encoded = claimer.peek(payload);
        if (encoded.isEmpty()) {
            checkNotOver();
            return null;
        }
        return items.show(encoded.get());
    }

    @Override
    public List<E> snapshot() {
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

    @Override
    public long waiting() {
        return counters.waiting();
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
    public void shutdown() {
        appender.shutdown();
        notEmpty.signalAll();
    }

    @Override
    public boolean isShutdown() {
        return counters.isShutdown();
    }

    @Override
    public boolean awaitFinished(long deadlineNanos) throws InterruptedException {
        Waits.checkInterrupt();
        return finisher.await(deadlineNanos);
    }

    @Override
    public long unfinished() {
        return finisher.unfinished(scanner);
    }

    @Override
    public List<Long> lostItems() {
        if (!counters.hasLost()) {
            return List.of();
        }
        List<Long> lost = new ArrayList<>();
        scanner.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) == RecordDescriptor.LOST) {
                lost.add(cursor.sequence());
            }
            return true;
        });
        return lost;
    }

    // ---------------------------------------------------------------- dead letters

    private record Opened<E>(
            Optional<E> value, byte[] content, String typeName, String reason, int deliveryCount, long itemId)
            implements DeadLetter<E> {
        @Override
        public byte[] bytes() {
            return content.clone();
        }
    }

    @Override
    public DeadLetterQueue<E> deadLetters() {
        @SuppressWarnings("unchecked") // It holds what this queue held.
        DeadLetterQueue<E> deadLetters = (DeadLetterQueue<E>) mover.deadLetterQueue();
        return deadLetters;
    }

    @Override
    public DeadLetter<E> letter(Claim claim) {
        DeadLetterHeader header = Payload.header(claim.region(), claim.offset(), claim.sequence());
        return open(header, payload.read(claim.region(), claim.offset(), claim.sequence()));
    }

    private DeadLetter<E> open(DeadLetterHeader header, EncodedItem encoded) {
        // Copy the bytes first: the codec may itself take items, which reuses the buffer.
        byte[] bytes = Arrays.copyOf(encoded.bytes(), encoded.length());
        Optional<E> value;
        String typeName;
        try {
            E item = items.unpack(encoded);
            value = Optional.of(item);
            typeName = item.getClass().getName();
        } catch (CodecException e) {
            value = Optional.empty();
            typeName = e.typeName();
        }
        return new Opened<>(value, bytes, typeName, header.reason(), header.deliveries(), header.item());
    }

    @Override
    public List<DeadLetter<E>> letters() {
        List<DeadLetter<E>> letters = new ArrayList<>();
        scanner.all((cursor, word) -> {
            if (Claimer.waits(word)) {
                // The header is valid if the copy below is: the copy is validated after it was made.
                DeadLetterHeader header = Payload.header(cursor.region(), cursor.offset(), cursor.sequence());
                EncodedItem encoded = cursor.copy(payload, word);
                if (encoded != null) {
                    letters.add(open(header, encoded));
                }
            }
            return true;
        });
        return List.copyOf(letters);
    }

    // ---------------------------------------------------------------- as one of a session's shared objects

    /** Called once, by the object that this process's session knows for the queue. */
    void setOwner(SharedObject newOwner) {
        owner = newOwner;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            notEmpty.signalAll();
            appender.stop();
            finisher.stop();
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
        counters.setShutdown();
        closed = true;
        notEmpty.signalAll();
        appender.stop();
        finisher.stop();
    }

    /** Deletes what this process made after others had deleted the queue's files. Called when it makes no more. */
    void deleteFilesAgain() {
        family.deleteFiles(kind(), place.fileName());
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
            mover.moveAll(sweep.settle(deadSlot));
        } finally {
            // Last: the waiters may be waiting for what was just settled.
            notEmpty.forget(deadSlot);
            appender.forget(deadSlot);
            finisher.recover(deadSlot);
        }
    }

    void rebuild() {
        new QueueRebuild(family.survey(name), counters, pages).run();
    }

    void settle() {
        mover.moveAll(sweep.settle(QueueSweep.ALL));
    }
}
