package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class SemaphoreAcrossProcessesIT extends SemaphoreContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
