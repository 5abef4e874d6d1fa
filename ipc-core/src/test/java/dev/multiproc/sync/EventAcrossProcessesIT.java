package dev.multiproc.sync;

import dev.multiproc.testing.Cast;

class EventAcrossProcessesIT extends EventContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
