package dev.multiproc.manager;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The queue itself. */
final class JoinableQueueObject<E> extends AbstractQueue<E>
        implements ManagedJoinableQueue<E>, ClientProcess.OfClients {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasItems = lock.newCondition();
    private final Condition hasRoom = lock.newCondition();
    private final Condition allFinished = lock.newCondition();

    /** Guarded by the lock, as is what follows. */
    private final Deque<E> waiting = new ArrayDeque<>();

    /** What each client has taken and not finished, the oldest first; null stands for the manager's own process. */
    private final Map<ClientProcess, Deque<E>> taken = new HashMap<>();

    private int unfinished;

    JoinableQueueObject(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue has room for at least one item, capacity=" + capacity);
        }
        this.capacity = capacity;
    }

    // ---------------------------------------------------------------- within the lock

    private void add(E item, boolean isFirst) {
        if (isFirst) {
            waiting.addFirst(item);
        } else {
            waiting.addLast(item);
        }
        hasItems.signal();
    }

    /** Null if the client has ended: then another one gets the item, and the wake-up with it. */
    private E takeFirst(Caller caller) {
        E item = waiting.remove();
        Deque<E> held = taken.computeIfAbsent(caller.client(), unused -> new ArrayDeque<>());
        if (held.isEmpty()) {
            caller.acquired(this);
        }
        held.add(item);
        if (caller.hasEnded()) {
            // Perhaps before it was known what to free.
            free(caller.client());
            return null;
        }
        hasRoom.signal();
        return item;
    }

    private void finish(int count) {
        unfinished -= count;
        if (unfinished == 0) {
            allFinished.signalAll();
        }
    }

    // ---------------------------------------------------------------- putting

    @Override
    public void put(E item) throws InterruptedException {
        boolean unused = offerWithin(item, FOR_EVER);
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
        return offerWithin(item, unit.toNanos(timeout));
    }

    private boolean offerWithin(E item, long nanos) throws InterruptedException {
        Objects.requireNonNull(item, "item");
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= capacity) {
                if (left <= 0) {
                    return false;
                }
                left = await(hasRoom, left);
            }
            unfinished++;
            add(item, false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offer(E item) {
        Objects.requireNonNull(item, "item");
        lock.lock();
        try {
            if (waiting.size() >= capacity) {
                return false;
            }
            unfinished++;
            add(item, false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what is left of the time; who is interrupted passes its wake-up on. */
    @SuppressWarnings("WaitNotInLoop") // The loop is around it.
    private static long await(Condition condition, long nanos) throws InterruptedException {
        boolean isWaiting = true;
        try {
            if (nanos == FOR_EVER) {
                condition.await();
                isWaiting = false;
                return FOR_EVER;
            }
            long left = condition.awaitNanos(nanos);
            isWaiting = false;
            return left;
        } finally {
            if (isWaiting) {
                condition.signal();
            }
        }
    }

    // ---------------------------------------------------------------- taking

    @Override
    public E take() throws InterruptedException {
        return pollWithin(FOR_EVER);
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return pollWithin(unit.toNanos(timeout));
    }

    private E pollWithin(long nanos) throws InterruptedException {
        Caller caller = Caller.current();
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                if (left <= 0) {
                    return null;
                }
                left = await(hasItems, left);
            }
            E item = takeFirst(caller);
            if (item == null) {
                throw new InterruptedException("the client has ended");
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public E poll() {
        lock.lock();
        try {
            return waiting.isEmpty() ? null : takeFirst(Caller.current());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int drainTo(Collection<? super E> to) {
        return drainTo(to, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> to, int max) {
        int count = 0;
        for (E item = count < max ? poll() : null; item != null; item = count < max ? poll() : null) {
            to.add(item);
            count++;
        }
        return count;
    }

    // ---------------------------------------------------------------- finishing

    @Override
    public void taskDone() {
        lock.lock();
        try {
            Caller caller = Caller.current();
            Deque<E> held = taken.get(caller.client());
            if (held == null) {
                throw new IllegalStateException("taskDone() was called more often than this process has taken items");
            }
            held.remove();
            if (held.isEmpty()) {
                taken.remove(caller.client());
                caller.released(this);
            }
            finish(1);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void free(ClientProcess ended) {
        lock.lock();
        try {
            Deque<E> held = taken.remove(ended);
            while (held != null && !held.isEmpty()) {
                add(held.removeLast(), true);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void join() throws InterruptedException {
        boolean unused = joinWithin(FOR_EVER);
    }

    @Override
    public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
        return joinWithin(unit.toNanos(timeout));
    }

    private boolean joinWithin(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (unfinished > 0) {
                if (left <= 0) {
                    return false;
                }
                left = await(allFinished, left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int unfinished() {
        lock.lock();
        try {
            return unfinished;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- as a collection

    @Override
    public E peek() {
        lock.lock();
        try {
            return waiting.peek();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int remainingCapacity() {
        return Math.max(0, capacity - size());
    }

    /** Those that wait, as they are now. */
    private List<E> items() {
        lock.lock();
        try {
            return new ArrayList<>(waiting);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Object[] toArray() {
        return items().toArray();
    }

    @Override
    public void clear() {
        lock.lock();
        try {
            finish(waiting.size());
            waiting.clear();
            hasRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean remove(Object item) {
        lock.lock();
        try {
            boolean isRemoved = waiting.remove(item);
            if (isRemoved) {
                finish(1);
                hasRoom.signal();
            }
            return isRemoved;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Iterator<E> iterator() {
        Iterator<E> items = items().iterator();
        return new Iterator<>() {
            private E last;

            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public E next() {
                last = items.next();
                return last;
            }

            @Override
            public void remove() {
                boolean unused = JoinableQueueObject.this.remove(last);
            }
        };
    }
}
