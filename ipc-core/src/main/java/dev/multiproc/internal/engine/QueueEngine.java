package dev.multiproc.internal.engine;

import dev.multiproc.internal.park.Readiness;
import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.UnreadableItemException;
import java.util.List;

/**
 * What holds the items of one queue, as one process sees it. {@link EngineQueue} and its subclasses are the contract of queues
 * on top of it, the same for all engines. {@code QueueContract} is the test that an engine has to pass.
 *
 * <p><b>Threads</b>: safe for use by many threads. Deadlines are points in time as of {@link
 * dev.multiproc.internal.park.Deadline}.
 *
 * @param <E> the type of the items
 * @param <C> what the engine knows of a claimed item
 */
public interface QueueEngine<E, C extends Claimed> {
    String name();

    /** Throws if the session or this process's end of the queue is closed. */
    void checkOpen();

    IllegalStateException closedException();

    /** Closes this process's end of the queue. Its waits end. */
    void close();

    /** Deletes the queue for all processes; false if that was done before. */
    boolean delete();

    // ---------------------------------------------------------------- putting

    /**
     * Adds an item, as soon as there is room.
     *
     * @return false if the deadline has passed
     * @throws QueueShutdownException if the queue is shut down
     */
    boolean put(E item, long deadlineNanos) throws InterruptedException;

    /** Adds an item if there is room now. Ignores interrupts. */
    boolean offer(E item);

    /**
     * Adds items, as many as there is room for at a time.
     *
     * @param items may be changed
     * @return how many were added before the deadline or an interrupt
     */
    int putAll(Object[] items, long deadlineNanos) throws InterruptedException;

    // ---------------------------------------------------------------- taking

    /**
     * Claims the next item for this process.
     *
     * @return null if there is none
     * @throws QueueShutdownException if the queue is shut down, and there will be none
     */
    C claim();

    /**
     * Takes the next item and finishes it in one step, in a queue that forgets what is taken.
     *
     * @param mayLook whether the caller waits if there is none: then the engine may look for a moment
     * @return null if the engine cannot do that, or finds no item: then the item has to be claimed
     */
    default E takeAndFinish(boolean mayLook) {
        return null;
    }

    /**
     * The same for several items, which are added to a list.
     *
     * @param target has room for so many, and refuses nothing
     * @return how many; 0 if the engine cannot do that, or finds no item: then they have to be claimed
     */
    default int drainTo(List<? super E> target, int most) {
        return 0;
    }

    /** Claims the next item as soon as there is one; null if the deadline has passed. */
    C awaitClaim(long deadlineNanos) throws InterruptedException;

    /** Claims up to so many of the next items; null if there are none. */
    ClaimedBatch<C> claimAll(int most);

    /**
     * The claimed item.
     *
     * @throws UnreadableItemException if it cannot be decoded
     */
    E read(C claim);

    /** One of a batch. */
    E read(ClaimedBatch<C> batch, int index);

    /**
     * Finishes an item for good. Its claim is settled, or known to one thread only.
     *
     * @return false, and nothing is changed, if its lease has ended
     */
    boolean finish(C claim);

    /** Finishes all items that are left in a batch. */
    void finishAll(ClaimedBatch<C> batch);

    /**
     * Gives a claim back, or moves the item to the dead letters if it has reached the delivery limit. It is delivered
     * again after the delay that the queue's options say.
     *
     * @param reason why it was not finished
     * @return false if it was settled before or its lease has ended
     */
    boolean giveBack(C claim, ReturnReason reason);

    /** Moves a claimed item to the dead letters, however often it was delivered; false if it was settled before. */
    boolean reject(C claim, ReturnReason reason);

    /**
     * Finishes a claimed item and adds another to a queue, in one step, as soon as there is room.
     *
     * @param target the engine of that queue
     * @return false if the deadline has passed; then the claim is as it was
     * @throws IllegalStateException if the claim was settled before
     * @throws QueueShutdownException if the other queue is shut down; then the claim is as it was
     */
    boolean forward(C claim, QueueEngine<?, ?> target, Object result, long deadlineNanos) throws InterruptedException;

    /** For waiting for an item together with other things: ready when {@link #claim} would not return null. */
    Readiness readiness();

    /**
     * The same with another delay.
     *
     * @param delayNanos zero or less for none
     */
    boolean giveBack(C claim, ReturnReason reason, long delayNanos);

    /** Whether claims end by themselves after a time. */
    boolean hasLease();

    /**
     * Gives a claim a new lease from now. Without effect in a queue without leases.
     *
     * @return false if it was settled before or its lease has ended
     */
    boolean extend(C claim, long nanos);

    // ---------------------------------------------------------------- looking

    /** The next item, which stays; null if there is none. Else as {@link #claim}. */
    E peek();

    /** A copy of the waiting items, in order. */
    List<E> snapshot();

    long waiting();

    /** The most items that wait; 0 if there is no limit. */
    int capacity();

    boolean isFull();

    // ---------------------------------------------------------------- ending

    /**
     * Refuses further puts.
     *
     * @param isImmediate whether to drop what waits, now and if it is given back
     */
    void shutdown(boolean isImmediate);

    boolean isShutdown();

    /** Waits until all items are finished; false if the deadline passes first. */
    boolean awaitFinished(long deadlineNanos) throws InterruptedException;

    long unfinished();

    /** The items that were lost with their consumer, where the queue's options say so. */
    List<Long> lostItems();

    // ---------------------------------------------------------------- dead letters

    DeadLetterQueue<E> deadLetters();

    /** Of a queue of dead letters: what it can do beside. */
    LetterEngine<E, C> letters();
}
