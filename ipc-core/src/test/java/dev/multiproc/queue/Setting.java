package dev.multiproc.queue;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;

/** What one contract is checked with: both kinds of queue, and both ways to sleep. */
enum Setting {
    PLAIN(Options.WaitStrategy.AUTO),
    JOINABLE(Options.WaitStrategy.AUTO),
    PLAIN_WITH_SOCKETS(Options.WaitStrategy.SOCKET);

    private final Options.WaitStrategy strategy;

    Setting(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    Multiprocessing open() {
        return Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
    }

    <E> SharedQueue<E> queue(Multiprocessing session, QueueOptions options) {
        return this == JOINABLE ? session.joinableQueue(options) : session.queue(options);
    }

    <E> SharedQueue<E> queue(Multiprocessing session, String name) {
        return this == JOINABLE ? session.joinableQueue(name) : session.queue(name);
    }

    /** Says that the oldest item this process took is done, where that has to be said. */
    static void finish(SharedQueue<?> queue) {
        if (queue instanceof JoinableQueue<?> joinable) {
            joinable.taskDone();
        }
    }
}
