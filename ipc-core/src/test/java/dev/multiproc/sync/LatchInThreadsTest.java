package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class LatchInThreadsTest extends LatchContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
