package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class BarrierAcrossProcessesIT extends BarrierContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
