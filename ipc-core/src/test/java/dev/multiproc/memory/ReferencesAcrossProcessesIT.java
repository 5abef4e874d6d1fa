package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class ReferencesAcrossProcessesIT extends ReferenceContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
