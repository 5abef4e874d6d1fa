package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class ReadWriteLockAcrossProcessesIT extends ReadWriteLockContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
