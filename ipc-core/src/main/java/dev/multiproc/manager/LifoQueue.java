package dev.multiproc.manager;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A queue that gives what was put last: a {@link LinkedBlockingDeque} of which one end is used. */
final class LifoQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> {
    private final LinkedBlockingDeque<E> items = new LinkedBlockingDeque<>();

    @Override
    public boolean offer(E item) {
        return items.offerFirst(item);
    }

    @Override
    public void put(E item) throws InterruptedException {
        items.putFirst(item);
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
        return items.offerFirst(item, timeout, unit);
    }

    @Override
    public E take() throws InterruptedException {
        return items.takeFirst();
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return items.pollFirst(timeout, unit);
    }

    @Override
    public E poll() {
        return items.pollFirst();
    }

    @Override
    public E peek() {
        return items.peekFirst();
    }

    @Override
    public int remainingCapacity() {
        return items.remainingCapacity();
    }

    @Override
    public int drainTo(Collection<? super E> to) {
        return items.drainTo(to);
    }

    @Override
    public int drainTo(Collection<? super E> to, int max) {
        return items.drainTo(to, max);
    }

    @Override
    public Iterator<E> iterator() {
        return items.iterator();
    }

    @Override
    public int size() {
        return items.size();
    }
}
