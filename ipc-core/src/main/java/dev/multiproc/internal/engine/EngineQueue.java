package dev.multiproc.internal.engine;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Readiness;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.queue.UnreadableItemException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A queue over an engine. A subclass says what travels in its place when it is serialized.
 *
 * @param <E> the type of the items
 * @param <C> the engine's claims
 */
public abstract class EngineQueue<E, C extends Claimed> extends SnapshotQueue<E>
        implements SharedQueue<E>, Readiness.Source, Serializable {
    private static final long serialVersionUID = 1L;

    /** How many items {@link #drainTo} claims together. */
    private static final int BATCH = 256;

    protected final transient QueueEngine<E, C> engine;

    protected EngineQueue(QueueEngine<E, C> engine) {
        this.engine = engine;
    }

    @Override
    public final String name() {
        return engine.name();
    }

    @Override
    public final Readiness readiness() {
        engine.checkOpen();
        return engine.readiness();
    }

    // ---------------------------------------------------------------- putting

    @Override
    public void put(E item) throws InterruptedException {
        checkItem(item);
        engine.put(item, Deadline.NEVER);
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
        checkItem(item);
        return engine.put(item, Deadline.in(timeout, unit));
    }

    @Override
    public boolean offer(E item) {
        checkItem(item);
        return engine.offer(item);
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
        for (Object item : all) {
            checkItem(item);
        }
        return engine.putAll(all, deadlineNanos);
    }

    private void checkItem(Object item) {
        Objects.requireNonNull(item, "a queue holds no null");
        engine.checkOpen();
    }

    // ---------------------------------------------------------------- taking

    @Override
    public E take() throws InterruptedException {
        Waits.checkInterrupt();
        E item = engine.takeAndFinish(true);
        return item != null ? item : accept(engine.awaitClaim(Deadline.NEVER));
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        Waits.checkInterrupt();
        E item = engine.takeAndFinish(timeout > 0);
        if (item != null) {
            return item;
        }
        C claim = engine.awaitClaim(Deadline.in(timeout, unit));
        return claim == null ? null : accept(claim);
    }

    @Override
    public E poll() {
        E item = engine.takeAndFinish(false);
        if (item != null) {
            return item;
        }
        C claim = engine.claim();
        return claim == null ? null : accept(claim);
    }

    /** Decodes a claimed item and hands it to the caller. */
    private E accept(C claim) {
        E item = read(claim);
        taken(claim);
        return item;
    }

    /** Called when a claimed item is handed to the caller. A plain queue forgets it. */
    void taken(C claim) {
        // No other thread knows of this claim, so settle() is not needed.
        engine.finish(claim);
    }

    /** As {@link #taken}, for a batch. */
    void takenAll(ClaimedBatch<C> batch) {
        engine.finishAll(batch);
    }

    /** The claimed item. If it cannot be read, the claim is given back. */
    final E read(C claim) {
        try {
            return engine.read(claim);
        } catch (RuntimeException | Error e) {
            engine.giveBack(claim, ReturnReasons.unreadable(e));
            throw e;
        }
    }

    /** As {@link #read(Claimed)}, for one item of a batch. */
    private E read(ClaimedBatch<C> batch, int index) {
        try {
            return engine.read(batch, index);
        } catch (RuntimeException | Error e) {
            engine.giveBack(batch.part(index), ReturnReasons.unreadable(e));
            throw e;
        }
    }

    @Override
    public DeadLetterQueue<E> deadLetters() {
        return engine.deadLetters();
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
        engine.checkOpen();
        int count = 0;
        while (count < maxElements) {
            int most = Math.min(BATCH, maxElements - count);
            int taken = drainAtOnce(target, most);
            if (taken == 0) {
                ClaimedBatch<C> batch = engine.claimAll(most);
                if (batch == null) {
                    break;
                }
                handOver(batch, target);
                taken = batch.size();
            }
            count += taken;
        }
        return count;
    }

    /** Only into a list that refuses nothing: an item that a collection refuses is given back, and stays claimed until then. */
    private int drainAtOnce(Collection<? super E> target, int most) {
        if (target.getClass() != ArrayList.class) {
            return 0;
        }
        ArrayList<? super E> list = (ArrayList<? super E>) target;
        list.ensureCapacity(list.size() + most);
        return engine.drainTo(list, most);
    }

    /** Adds the items to a collection. An unreadable item does not keep the others from it. */
    private void handOver(ClaimedBatch<C> batch, Collection<? super E> target) {
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
            List<C> refused = batch.partsFrom(done);
            takenAll(batch);
            refused.forEach(claim -> engine.giveBack(claim, ReturnReasons.GIVEN_BACK, 0));
        }
        if (unreadable != null) {
            throw unreadable;
        }
    }

    // ---------------------------------------------------------------- looking

    @Override
    public E peek() {
        engine.checkOpen();
        return engine.peek();
    }

    @Override
    public int size() {
        engine.checkOpen();
        return (int) Math.min(Integer.MAX_VALUE, engine.waiting());
    }

    @Override
    public boolean isEmpty() {
        engine.checkOpen();
        return engine.waiting() == 0;
    }

    @Override
    public boolean isFull() {
        engine.checkOpen();
        return engine.isFull();
    }

    @Override
    public int remainingCapacity() {
        engine.checkOpen();
        int capacity = engine.capacity();
        return capacity == 0 ? Integer.MAX_VALUE : (int) Math.max(0, capacity - engine.waiting());
    }

    @Override
    final List<E> snapshot() {
        engine.checkOpen();
        return engine.snapshot();
    }

    // ---------------------------------------------------------------- ending

    @Override
    public void shutdown() {
        shutdown(false);
    }

    @Override
    public void shutdown(boolean immediate) {
        engine.checkOpen();
        engine.shutdown(immediate);
    }

    @Override
    public boolean isShutdown() {
        engine.checkOpen();
        return engine.isShutdown();
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    public boolean delete() {
        return engine.delete();
    }

    /** What travels in the queue's place. */
    protected abstract Object writeReplace();

    @Override
    public String toString() {
        return "SharedQueue[name=" + name() + ", size=" + engine.waiting() + "]";
    }
}
