package dev.multiproc.queue;

import dev.multiproc.Multiprocessing;

/** The kinds of queue that keep what {@link SharedQueue} promises. */
enum QueueKind {
    PLAIN,
    JOINABLE;

    <E> SharedQueue<E> queue(Multiprocessing session) {
        return queue(session, QueueOptions.unbounded());
    }

    <E> SharedQueue<E> queue(Multiprocessing session, int capacity) {
        return queue(session, QueueOptions.bounded(capacity));
    }

    <E> SharedQueue<E> queue(Multiprocessing session, QueueOptions options) {
        return this == JOINABLE ? session.joinableQueue(options) : session.queue(options);
    }

    <E> SharedQueue<E> queue(Multiprocessing session, String name, QueueOptions options) {
        return this == JOINABLE ? session.joinableQueue(name, options) : session.queue(name, options);
    }

    /** Says that the oldest item this process took is done, where that has to be said. */
    static void finish(SharedQueue<?> queue) {
        if (queue instanceof JoinableQueue<?> joinable) {
            joinable.taskDone();
        }
    }

    static <E> E takeAndFinish(SharedQueue<E> queue) throws InterruptedException {
        E item = queue.take();
        finish(queue);
        return item;
    }
}
