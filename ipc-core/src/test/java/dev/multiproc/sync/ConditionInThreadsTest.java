package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class ConditionInThreadsTest extends ConditionContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }
}
