package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class SemaphoreInThreadsTest extends SemaphoreContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
