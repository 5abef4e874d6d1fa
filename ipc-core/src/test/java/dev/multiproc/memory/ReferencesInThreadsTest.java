package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class ReferencesInThreadsTest extends ReferenceContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
