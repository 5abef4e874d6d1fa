package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class LatchAcrossProcessesIT extends LatchContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
