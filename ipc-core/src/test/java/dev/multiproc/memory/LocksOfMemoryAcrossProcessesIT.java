package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class LocksOfMemoryAcrossProcessesIT extends MemoryLockContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
