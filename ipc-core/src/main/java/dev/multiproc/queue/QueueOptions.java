package dev.multiproc.queue;

/**
 * The options of a queue. Immutable; each {@code with} method returns a changed copy.
 *
 * @param capacity how many items may wait in the queue; 0 means no limit
 * @param maxDeliveries how often an item is delivered before it goes to {@link JoinableQueue#deadLetters()}, 1 to 255
 * @param onConsumerDeath what happens to items whose consumer died
 * @param syncToDisk whether a put returns only when the item is on disk
 */
public record QueueOptions(int capacity, int maxDeliveries, ConsumerDeath onConsumerDeath, boolean syncToDisk) {
    private static final QueueOptions UNBOUNDED = new QueueOptions(0, 5, ConsumerDeath.REDELIVER, false);

    /**
     * Checks the figures.
     *
     * @param capacity a number of items, not negative; 0 means no limit
     * @param maxDeliveries 1 to 255
     * @param onConsumerDeath not null
     * @param syncToDisk true makes each put wait for the disk; for durable sessions
     * @throws IllegalArgumentException if a figure is out of its range
     */
    public QueueOptions {
        if (capacity < 0) {
            throw new IllegalArgumentException(
                    "capacity must not be negative (0 means no limit), capacity=" + capacity);
        }
        if (maxDeliveries < 1 || maxDeliveries > 255) {
            throw new IllegalArgumentException("maxDeliveries must be 1 to 255, maxDeliveries=" + maxDeliveries);
        }
        if (onConsumerDeath == null) {
            throw new NullPointerException("onConsumerDeath");
        }
    }

    /**
     * The default options: no limit on the number of items, five deliveries, redelivery when a consumer dies.
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
     * Sets how many items may wait.
     *
     * @param newCapacity how many items may wait; 0 means no limit
     * @return a changed copy
     */
    public QueueOptions withCapacity(int newCapacity) {
        return new QueueOptions(newCapacity, maxDeliveries, onConsumerDeath, syncToDisk);
    }

    /**
     * Sets how often an item is delivered before it becomes a dead letter.
     *
     * @param newMaxDeliveries 1 to 255
     * @return a changed copy
     */
    public QueueOptions withMaxDeliveries(int newMaxDeliveries) {
        return new QueueOptions(capacity, newMaxDeliveries, onConsumerDeath, syncToDisk);
    }

    /**
     * Sets what happens to items whose consumer died.
     *
     * @param policy what happens to them
     * @return a changed copy
     */
    public QueueOptions withOnConsumerDeath(ConsumerDeath policy) {
        return new QueueOptions(capacity, maxDeliveries, policy, syncToDisk);
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
        return new QueueOptions(capacity, maxDeliveries, onConsumerDeath, newSyncToDisk);
    }
}
