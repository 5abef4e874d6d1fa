package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class LocksOfMemoryInThreadsTest extends MemoryLockContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
