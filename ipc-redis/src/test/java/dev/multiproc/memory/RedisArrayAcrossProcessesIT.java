package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;
import org.junit.jupiter.api.Test;

@NeedsServer
class RedisArrayAcrossProcessesIT extends ArrayContract {
    @Override
    Cast cast() {
        return RedisCast.ofProcesses();
    }

    /** There is no view, and what the contract does with one is left out. */
    @Override
    @Test
    void aViewShowsTheElements() {
        RedisArrays.haveNoView(mp);
    }

    @Override
    @Test
    void anArrayOfDoublesIsReadWrittenAndAddedTo() {
        RedisArrays.ofDoubles(mp);
    }

    @Override
    @Test
    void bytesBesideEachOtherDoNotDisturbEachOther() throws InterruptedException {
        RedisArrays.bytesBesideEachOther(mp, anna, bert);
    }

    @Override
    @Test
    void indexesOutsideAreRefused() {
        RedisArrays.refuseIndexesOutside(mp);
    }

    @Override
    @Test
    void aClosedOneIsRefusedAndFoundAnew() {
        RedisArrays.areClosed(mp);
    }

    @Override
    @Test
    void anArrayMayBeEmpty() {
        assertThat(mp.sharedDoubleArray(0).toArray()).isEmpty();
    }

    @Override
    @Test
    void lengthsThatCannotBeAreRefused() {
        RedisArrays.refuseLengths(mp);
    }
}
