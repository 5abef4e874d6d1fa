package dev.multiproc.manager;

import dev.multiproc.pool.PoolOptions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** What a manager can make: the kinds of objects that every manager has. */
abstract class ManagedKinds {
    /** Makes an object in the manager's process. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // The caller knows what the kind is.
    abstract <T> T make(String kind, Object argument);

    // ---------------------------------------------------------------- containers

    /**
     * Makes an empty map.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <K, V> ManagedMap<K, V> map() {
        return make(Kinds.MAP, null);
    }

    /**
     * Makes an empty list.
     *
     * @param <E> the type of the elements
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> ManagedList<E> list() {
        return make(Kinds.LIST, null);
    }

    /**
     * Makes a list.
     *
     * @param <E> the type of the elements
     * @param elements what is in it
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> ManagedList<E> list(Collection<? extends E> elements) {
        ManagedList<E> list = list();
        list.addAll(elements);
        return list;
    }

    /**
     * Makes an empty set, without nulls.
     *
     * @param <E> the type of the elements
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> Set<E> set() {
        return make(Kinds.SET, null);
    }

    /**
     * Makes an empty deque, without nulls.
     *
     * @param <E> the type of the elements
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> BlockingDeque<E> deque() {
        return make(Kinds.DEQUE, null);
    }

    /**
     * Makes a first-in-first-out queue. {@link dev.multiproc.Multiprocessing#queue()} makes faster ones.
     *
     * @param <E> the type of the items
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> BlockingQueue<E> queue() {
        return queue(Integer.MAX_VALUE);
    }

    /**
     * Makes a first-in-first-out queue of limited length.
     *
     * @param <E> the type of the items
     * @param capacity how many items it has at most
     * @return a proxy
     * @throws IllegalArgumentException if that is none
     * @throws ManagerException if the manager has ended
     */
    public <E> BlockingQueue<E> queue(int capacity) {
        return make(Kinds.QUEUE, capacity);
    }

    /**
     * Makes a queue that tracks which items are finished.
     *
     * @param <E> the type of the items
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> ManagedJoinableQueue<E> joinableQueue() {
        return joinableQueue(Integer.MAX_VALUE);
    }

    /**
     * Starts a pool of worker processes, which are children of the manager's process.
     *
     * @param workers how many it has at most
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public ManagedPool pool(int workers) {
        return make(Kinds.POOL, workers);
    }

    /**
     * Starts a pool of worker processes, which are children of the manager's process.
     *
     * @param options makes the pool's options, in the manager's process, where also its progress listener is called: for example {@code
     *     () -> PoolOptions.workers(4).withMaxTasksPerWorker(100)}
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public ManagedPool pool(Shipped.Maker<PoolOptions> options) {
        return make(Kinds.POOL, options);
    }

    /**
     * Makes a queue of limited length that tracks which items are finished.
     *
     * @param <E> the type of the items
     * @param capacity how many items wait in it at most
     * @return a proxy
     * @throws IllegalArgumentException if that is none
     * @throws ManagerException if the manager has ended
     */
    public <E> ManagedJoinableQueue<E> joinableQueue(int capacity) {
        return make(Kinds.JOINABLE_QUEUE, capacity);
    }

    /**
     * Makes a queue that gives the item first that was put last.
     *
     * @param <E> the type of the items
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> BlockingQueue<E> lifoQueue() {
        return make(Kinds.LIFO_QUEUE, null);
    }

    /**
     * Makes a queue that gives the least item first, by the items' natural order.
     *
     * @param <E> the type of the items
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E extends Comparable<? super E>> BlockingQueue<E> priorityQueue() {
        return make(Kinds.PRIORITY_QUEUE, null);
    }

    /**
     * Makes a queue that gives the least item first.
     *
     * @param <E> the type of the items
     * @param order which item is less; sent to the manager
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> BlockingQueue<E> priorityQueue(Shipped.Order<? super E> order) {
        return make(Kinds.PRIORITY_QUEUE, order);
    }

    // ---------------------------------------------------------------- values

    /**
     * Makes an empty namespace.
     *
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public Namespace namespace() {
        return make(Kinds.NAMESPACE, null);
    }

    /**
     * Makes a value.
     *
     * @param <T> its type
     * @param initial what it is first, or null
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <T> ManagedValue<T> value(T initial) {
        ManagedValue<T> value = make(Kinds.VALUE, null);
        value.set(initial);
        return value;
    }

    /**
     * Makes an array.
     *
     * @param <E> the type of the elements
     * @param elements what is in it
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public <E> ManagedArray<E> array(List<? extends E> elements) {
        ManagedArray<E> array = make(Kinds.ARRAY, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            array.set(i, elements.get(i));
        }
        return array;
    }

    // ---------------------------------------------------------------- synchronizers

    /**
     * Makes a lock. It belongs to a thread of a process, is re-entrant, and is free again when that process ends.
     *
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public Lock lock() {
        return make(Kinds.LOCK, null);
    }

    /**
     * Makes a condition.
     *
     * @param lock of this manager
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public Condition condition(Lock lock) {
        return lock.newCondition();
    }

    /**
     * Makes a semaphore.
     *
     * @param permits how many it has first
     * @return a proxy
     * @throws IllegalArgumentException if there are fewer than none
     * @throws ManagerException if the manager has ended
     */
    public ManagedSemaphore semaphore(int permits) {
        return make(Kinds.SEMAPHORE, permits);
    }

    /**
     * Makes a semaphore that never has more permits than first.
     *
     * @param permits how many it has first
     * @return a proxy
     * @throws IllegalArgumentException if there are fewer than none
     * @throws ManagerException if the manager has ended
     */
    public ManagedSemaphore boundedSemaphore(int permits) {
        return make(Kinds.BOUNDED_SEMAPHORE, permits);
    }

    /**
     * Makes an event that is not set.
     *
     * @return a proxy
     * @throws ManagerException if the manager has ended
     */
    public ManagedEvent event() {
        return make(Kinds.EVENT, null);
    }

    /**
     * Makes a barrier.
     *
     * @param parties how many have to come
     * @return a proxy
     * @throws IllegalArgumentException if there are none
     * @throws ManagerException if the manager has ended
     */
    public ManagedBarrier barrier(int parties) {
        return make(Kinds.BARRIER, parties);
    }
}
