package dev.multiproc.internal.queue;

import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.Queues;
import dev.multiproc.queue.SharedQueue;

/** Has another make queues. */
public interface ForwardingQueues extends Queues {
    Queues queues();

    @Override
    default <E> SharedQueue<E> queue(QueueOptions options) {
        return queues().queue(options);
    }

    @Override
    default <E> SharedQueue<E> queue(String name, QueueOptions options) {
        return queues().queue(name, options);
    }

    @Override
    default <E> JoinableQueue<E> joinableQueue(QueueOptions options) {
        return queues().joinableQueue(options);
    }

    @Override
    default <E> JoinableQueue<E> joinableQueue(String name, QueueOptions options) {
        return queues().joinableQueue(name, options);
    }
}
