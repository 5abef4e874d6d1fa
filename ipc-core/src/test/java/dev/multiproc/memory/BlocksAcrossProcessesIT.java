package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class BlocksAcrossProcessesIT extends BlockContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
