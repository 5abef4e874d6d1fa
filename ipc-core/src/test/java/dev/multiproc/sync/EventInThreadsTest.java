package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class EventInThreadsTest extends EventContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
