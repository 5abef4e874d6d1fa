package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class ConditionAcrossProcessesIT extends ConditionContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
