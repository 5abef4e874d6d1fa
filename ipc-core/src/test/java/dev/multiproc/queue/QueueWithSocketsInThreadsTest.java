package dev.multiproc.queue;

import dev.multiproc.Options;
import dev.multiproc.testing.Cast;

/** Where threads cannot sleep in the kernel and are woken over a socket. */
class QueueWithSocketsInThreadsTest extends QueueContract {
    @Override
    Cast cast(Options options) {
        return Cast.ofThreads(options.withWaitStrategy(Options.WaitStrategy.SOCKET));
    }
}
