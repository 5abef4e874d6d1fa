package dev.multiproc.queue;

/**
 * Creates the queues of a session. {@link dev.multiproc.Multiprocessing} extends this interface.
 *
 * <p>A task can capture a queue and another queue can carry it; the receiver gets the same queue. Unrelated processes find a queue
 * by its name: 1 to 80 bytes of UTF-8, without slashes, exclamation marks and control characters. The generated name of an object
 * without a name holds an exclamation mark; such a name finds the object, and never creates one. A queue lives until it is
 * deleted, or its session ends.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed, and {@link
 * dev.multiproc.MultiprocessingException} if the session already has its maximum of 1024 objects. Methods with a name throw {@link
 * IllegalArgumentException} if the name is not allowed, or belongs to an object of another kind, and {@link
 * java.util.NoSuchElementException} if it is a generated one that no object has.
 */
public interface Queues {
    /**
     * Creates a queue without a capacity limit. Python's {@code Queue()}.
     *
     * @param <E> the type of its items
     * @return a new queue
     */
    default <E> SharedQueue<E> queue() {
        return queue(QueueOptions.unbounded());
    }

    /**
     * Creates a queue with a capacity limit. Python's {@code Queue(maxsize)}.
     *
     * @param <E> the type of its items
     * @param capacity how many items may wait; 0 means no limit
     * @return a new queue
     * @throws IllegalArgumentException if the capacity is negative
     */
    default <E> SharedQueue<E> queue(int capacity) {
        return queue(QueueOptions.bounded(capacity));
    }

    /**
     * Creates a queue.
     *
     * @param <E> the type of its items
     * @param options its options
     * @return a new queue
     */
    <E> SharedQueue<E> queue(QueueOptions options);

    /**
     * Finds the queue with this name in the session, or creates it without a capacity limit.
     *
     * @param <E> the type of its items
     * @param name the name; see the description of this interface
     * @return the queue
     */
    default <E> SharedQueue<E> queue(String name) {
        return queue(name, QueueOptions.unbounded());
    }

    /**
     * Finds the queue with this name in the session, or creates it. An existing queue keeps the options with which it
     * was created.
     *
     * @param <E> the type of its items
     * @param name the name; see the description of this interface
     * @param options its options if it is created
     * @return the queue
     * @throws IllegalArgumentException if the name is not allowed, or belongs to an object that is not a plain queue
     */
    <E> SharedQueue<E> queue(String name, QueueOptions options);

    /**
     * Creates a joinable queue without a capacity limit. Python's {@code JoinableQueue()}.
     *
     * @param <E> the type of its items
     * @return a new queue
     */
    default <E> JoinableQueue<E> joinableQueue() {
        return joinableQueue(QueueOptions.unbounded());
    }

    /**
     * Creates a joinable queue with a capacity limit. Python's {@code JoinableQueue(maxsize)}.
     *
     * @param <E> the type of its items
     * @param capacity how many items may wait; 0 means no limit
     * @return a new queue
     * @throws IllegalArgumentException if the capacity is negative
     */
    default <E> JoinableQueue<E> joinableQueue(int capacity) {
        return joinableQueue(QueueOptions.bounded(capacity));
    }

    /**
     * Creates a joinable queue.
     *
     * @param <E> the type of its items
     * @param options its options
     * @return a new queue
     */
    <E> JoinableQueue<E> joinableQueue(QueueOptions options);

    /**
     * Finds the joinable queue with this name in the session, or creates it without a capacity limit.
     *
     * @param <E> the type of its items
     * @param name the name; see the description of this interface
     * @return the queue
     */
    default <E> JoinableQueue<E> joinableQueue(String name) {
        return joinableQueue(name, QueueOptions.unbounded());
    }

    /**
     * Finds the joinable queue with this name in the session, or creates it. An existing queue keeps the options with
     * which it was created.
     *
     * @param <E> the type of its items
     * @param name the name; see the description of this interface
     * @param options its options if it is created
     * @return the queue
     * @throws IllegalArgumentException if the name is not allowed, or belongs to an object that is not a joinable queue
     */
    <E> JoinableQueue<E> joinableQueue(String name, QueueOptions options);
}
