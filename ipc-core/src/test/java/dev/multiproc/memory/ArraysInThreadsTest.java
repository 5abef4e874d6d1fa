package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class ArraysInThreadsTest extends ArrayContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
