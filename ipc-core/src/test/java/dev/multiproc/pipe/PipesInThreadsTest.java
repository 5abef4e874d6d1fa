package dev.multiproc.pipe;

import dev.multiproc.testing.Cast;

class PipesInThreadsTest extends PipeContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
