package dev.multiproc.memory;

import dev.multiproc.testing.Cast;

class ValuesAcrossProcessesIT extends ValueContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
