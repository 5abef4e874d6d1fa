package dev.multiproc.object;

import dev.multiproc.testing.Cast;

/** With objects whose places were used before, so that their words are in files of their own. */
class DeletionAcrossProcessesIT extends DeletionContract {
    @Override
    Cast cast() {
        Cast cast = Cast.ofProcesses();
        Places.useAll(cast.session());
        return cast;
    }
}
