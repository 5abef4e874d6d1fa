package dev.multiproc.launcher.run;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;

/**
 * What the items of a run go through.
 *
 * @param kind which queue
 * @param stop how eaters learn that no more will come
 * @param options how the queue is made
 */
record QueueChoice(QueueKind kind, StopMode stop, QueueOptions options) {
    SharedQueue<Food> makeIn(Multiprocessing session) {
        return switch (kind) {
            case JOINABLE -> session.joinableQueue(options);
            case PLAIN -> session.queue(options);
        };
    }
}
