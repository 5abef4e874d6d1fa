package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class BlocksInThreadsTest extends BlockContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
