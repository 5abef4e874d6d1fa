package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class BarrierInThreadsTest extends BarrierContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
