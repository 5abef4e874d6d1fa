package dev.multiproc.queue;

import dev.multiproc.Options;
import dev.multiproc.testing.Cast;

class QueueInThreadsTest extends QueueContract {
    @Override
    Cast cast(Options options) {
        return Cast.ofThreads(options);
    }
}
