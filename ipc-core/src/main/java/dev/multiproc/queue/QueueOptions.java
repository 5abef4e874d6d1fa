package dev.multiproc.queue;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a queue. Immutable; each {@code with} method returns a changed copy. A queue keeps the options with which it
 * was made.
 */
public final class QueueOptions {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final QueueOptions UNBOUNDED = new QueueOptions(new Draft());

    private final int capacity;
    private final int maxDeliveries;
    private final ConsumerDeath onConsumerDeath;
    private final boolean syncToDisk;
    private final Optional<Duration> lease;
    private final Duration firstRetryDelay;
    private final Duration maxRetryDelay;

    private static final class Draft {
        private int capacity;
        private int maxDeliveries = 5;
        private ConsumerDeath onConsumerDeath = ConsumerDeath.REDELIVER;
        private boolean syncToDisk;
        private Optional<Duration> lease = Optional.empty();
        private Duration firstRetryDelay = Duration.ZERO;
        private Duration maxRetryDelay = Duration.ZERO;

        Draft() {}

        Draft(QueueOptions from) {
            capacity = from.capacity;
            maxDeliveries = from.maxDeliveries;
            onConsumerDeath = from.onConsumerDeath;
            syncToDisk = from.syncToDisk;
            lease = from.lease;
            firstRetryDelay = from.firstRetryDelay;
            maxRetryDelay = from.maxRetryDelay;
        }
    }

    private QueueOptions(Draft draft) {
        capacity = draft.capacity;
        maxDeliveries = draft.maxDeliveries;
        onConsumerDeath = draft.onConsumerDeath;
        syncToDisk = draft.syncToDisk;
        lease = draft.lease;
        firstRetryDelay = draft.firstRetryDelay;
        maxRetryDelay = draft.maxRetryDelay;
    }

    /**
     * The default options: no limit on the number of items, five deliveries, redelivery at once when a consumer dies, no lease.
     *
     * @return the default options
     */
    public static QueueOptions unbounded() {
        return UNBOUNDED;
    }

    /**
     * The default options with a capacity limit.
     *
     * @param capacity how many items may wait; 0 means no limit
     * @return the options
     * @throws IllegalArgumentException if the capacity is negative
     */
    public static QueueOptions bounded(int capacity) {
        return UNBOUNDED.withCapacity(capacity);
    }

    /**
     * How many items may wait in the queue.
     *
     * @return a number of items; 0 means no limit
     */
    public int capacity() {
        return capacity;
    }

    /**
     * How often an item is delivered before it goes to {@link JoinableQueue#deadLetters()}.
     *
     * @return 1 to 255
     */
    public int maxDeliveries() {
        return maxDeliveries;
    }

    /**
     * What happens to items whose consumer died.
     *
     * @return never null
     */
    public ConsumerDeath onConsumerDeath() {
        return onConsumerDeath;
    }

    /**
     * Whether a put returns only when the item is on disk.
     *
     * @return true if it waits for the disk
     */
    public boolean syncToDisk() {
        return syncToDisk;
    }

    /**
     * How long a consumer may hold an item.
     *
     * @return a time; empty if it may hold it for as long as it lives
     */
    public Optional<Duration> lease() {
        return lease;
    }

    /**
     * How long an item that was delivered once, and not finished, waits before it is delivered again.
     *
     * @return a time; zero means that it does not wait
     */
    public Duration firstRetryDelay() {
        return firstRetryDelay;
    }

    /**
     * The longest time that an item which was not finished waits before it is delivered again.
     *
     * @return a time; zero means that it does not wait
     */
    public Duration maxRetryDelay() {
        return maxRetryDelay;
    }

    /**
     * Sets how many items may wait.
     *
     * @param newCapacity how many items may wait; 0 means no limit
     * @return a changed copy
     * @throws IllegalArgumentException if the capacity is negative
     */
    public QueueOptions withCapacity(int newCapacity) {
        if (newCapacity < 0) {
            throw new IllegalArgumentException(
                    "capacity must not be negative (0 means no limit), capacity=" + newCapacity);
        }
        Draft draft = new Draft(this);
        draft.capacity = newCapacity;
        return new QueueOptions(draft);
    }

    /**
     * Sets how often an item is delivered before it becomes a dead letter.
     *
     * @param newMaxDeliveries 1 to 255
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of its range
     */
    public QueueOptions withMaxDeliveries(int newMaxDeliveries) {
        if (newMaxDeliveries < 1 || newMaxDeliveries > 255) {
            throw new IllegalArgumentException("maxDeliveries must be 1 to 255, maxDeliveries=" + newMaxDeliveries);
        }
        Draft draft = new Draft(this);
        draft.maxDeliveries = newMaxDeliveries;
        return new QueueOptions(draft);
    }

    /**
     * Sets what happens to items whose consumer died.
     *
     * @param policy what happens to them
     * @return a changed copy
     */
    public QueueOptions withOnConsumerDeath(ConsumerDeath policy) {
        Draft draft = new Draft(this);
        draft.onConsumerDeath = Objects.requireNonNull(policy, "onConsumerDeath");
        return new QueueOptions(draft);
    }

    /**
     * Sets whether a put returns only when the item is on disk, so that it survives a crash of the machine. For queues
     * of durable sessions. A put then takes as long as the disk does. Consumers do not wait for the disk: an item that
     * was finished just before the machine crashed may be delivered again.
     *
     * @param newSyncToDisk whether puts wait for the disk
     * @return a changed copy
     */
    public QueueOptions withSyncToDisk(boolean newSyncToDisk) {
        Draft draft = new Draft(this);
        draft.syncToDisk = newSyncToDisk;
        return new QueueOptions(draft);
    }

    /**
     * Sets how long a consumer may hold an item. For a {@link JoinableQueue}.
     *
     * <p>A consumer that lives and does not go on (it is stopped, or in an endless loop) keeps its items for ever without a
     * lease. With one, an item that was neither finished nor given back when its lease ends goes to the next consumer that
     * takes one, before other items, whatever {@link #onConsumerDeath()} says; at {@link #maxDeliveries()} it becomes a dead
     * letter. {@link Delivery#extend} gives an item a new lease. What its former consumer does with it afterwards changes
     * nothing and throws {@link LeaseExpiredException}. A lease begins when the item is taken; it is measured on a clock that
     * does not jump.
     *
     * <p>Choose a time well above what an item takes: an item whose lease ends while its consumer works on it is worked on
     * twice.
     *
     * @param newLease 1 ms to 365 days
     * @return a changed copy
     * @throws IllegalArgumentException if the time is out of its range
     */
    public QueueOptions withLease(Duration newLease) {
        check("lease", newLease);
        Draft draft = new Draft(this);
        draft.lease = Optional.of(newLease);
        return new QueueOptions(draft);
    }

    /**
     * Sets how long an item that was not finished waits before it is delivered again. For a {@link JoinableQueue}. The delay
     * doubles with each delivery, from the first up to the maximum.
     *
     * <p>It applies to an item that {@link Delivery#retry()} or {@link Delivery#close()} gave back, that could not be decoded,
     * whose consumer died, or whose lease ended. It does not apply to {@link Delivery#retry(Duration)}, which says its own
     * delay, nor to items that no consumer has tried: those of a queue that its process closed, and those that the target of
     * {@code drainTo} refused. They are delivered again at once.
     *
     * @param first the delay after the first delivery, 1 ms to 365 days
     * @param max the longest delay, not shorter than the first, at most 365 days
     * @return a changed copy
     * @throws IllegalArgumentException if a time is out of its range
     */
    public QueueOptions withRetryBackOff(Duration first, Duration max) {
        check("first", first);
        check("max", max);
        if (max.compareTo(first) < 0) {
            throw new IllegalArgumentException("max must not be shorter than first, first=" + first + ", max=" + max);
        }
        Draft draft = new Draft(this);
        draft.firstRetryDelay = first;
        draft.maxRetryDelay = max;
        return new QueueOptions(draft);
    }

    private static void check(String name, Duration time) {
        Objects.requireNonNull(time, name);
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 1 ms to 365 days, " + name + "=" + time);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueOptions that
                && capacity == that.capacity
                && maxDeliveries == that.maxDeliveries
                && onConsumerDeath == that.onConsumerDeath
                && syncToDisk == that.syncToDisk
                && lease.equals(that.lease)
                && firstRetryDelay.equals(that.firstRetryDelay)
                && maxRetryDelay.equals(that.maxRetryDelay);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                capacity, maxDeliveries, onConsumerDeath, syncToDisk, lease, firstRetryDelay, maxRetryDelay);
    }

    @Override
    public String toString() {
        return "QueueOptions[capacity=" + capacity + ", maxDeliveries=" + maxDeliveries + ", onConsumerDeath="
                + onConsumerDeath + ", syncToDisk=" + syncToDisk + ", lease="
                + (lease.isEmpty() ? "none" : lease.get()) + ", firstRetryDelay=" + firstRetryDelay
                + ", maxRetryDelay=" + maxRetryDelay + "]";
    }
}
