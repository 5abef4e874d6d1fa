package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class ReadWriteLockInThreadsTest extends ReadWriteLockContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
