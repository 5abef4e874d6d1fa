package dev.multiproc.pipe;

import dev.multiproc.testing.Cast;

class PipesAcrossProcessesIT extends PipeContract {
    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }
}
