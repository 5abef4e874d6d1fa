package dev.multiproc.object;

import dev.multiproc.testing.Cast;

class DeletionInThreadsTest extends DeletionContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
