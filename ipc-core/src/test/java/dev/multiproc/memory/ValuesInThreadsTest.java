package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class ValuesInThreadsTest extends ValueContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
