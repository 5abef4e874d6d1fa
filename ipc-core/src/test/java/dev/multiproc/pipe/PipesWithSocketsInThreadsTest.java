package dev.multiproc.pipe;

import dev.multiproc.Options;
import dev.multiproc.testing.Cast;

/** Where threads cannot sleep in the kernel and are woken over a socket. */
class PipesWithSocketsInThreadsTest extends PipeContract {
    @Override
    Cast cast() {
        return Cast.ofThreads(Options.defaults().withWaitStrategy(Options.WaitStrategy.SOCKET));
    }
}
