package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.Existence;
import dev.multiproc.internal.object.Naming;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.Queues;
import dev.multiproc.queue.SharedQueue;

/** Makes the queues of a session, and finds them by name. */
public final class QueueFactory implements Queues {
    private final QueueFamily family;
    private final Naming naming;

    public QueueFactory(QueueFamily family, OpenMode mode) {
        this.family = family;
        this.naming = new Naming(family.context().objects(), mode);
    }

    @Override
    @SuppressWarnings("unchecked") // The type of the items is the users' agreement, as with a file.
    public <E> SharedQueue<E> queue(QueueOptions options) {
        return (SharedQueue<E>)
                family.open(QueueKind.PLAIN, naming.fresh("queue"), forPlain(options), Existence.ENDLESS);
    }

    @Override
    @SuppressWarnings("unchecked") // As above.
    public <E> SharedQueue<E> queue(String name, QueueOptions options) {
        return (SharedQueue<E>) family.open(QueueKind.PLAIN, naming.named(name), forPlain(options), Existence.ENDLESS);
    }

    private static QueueOptions forPlain(QueueOptions options) {
        if (options != null
                && (options.lease().isPresent() || !options.maxRetryDelay().isZero())) {
            throw new IllegalArgumentException(
                    "a lease and a retry delay are for a joinableQueue: what is taken from a queue is finished, options="
                            + options);
        }
        return options;
    }

    @Override
    @SuppressWarnings("unchecked") // As above.
    public <E> JoinableQueue<E> joinableQueue(QueueOptions options) {
        return (JoinableQueue<E>) family.open(QueueKind.JOINABLE, naming.fresh("queue"), options, Existence.ENDLESS);
    }

    @Override
    @SuppressWarnings("unchecked") // As above.
    public <E> JoinableQueue<E> joinableQueue(String name, QueueOptions options) {
        return (JoinableQueue<E>) family.open(QueueKind.JOINABLE, naming.named(name), options, Existence.ENDLESS);
    }
}
