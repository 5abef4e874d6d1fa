package dev.multiproc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;
import org.junit.jupiter.api.Test;

@NeedsServer
class RedisDeletionInThreadsTest extends DeletionContract {
    @Override
    Cast cast() {
        return RedisCast.ofThreads();
    }

    /** Other than memory that processes share: who has it cannot keep it. */
    @Override
    @Test
    void memoryGoesOnForThoseWhoHaveIt() {
        SharedInteger number = mp.sharedInteger("gone", 1);
        assertThat(number.delete()).isTrue();
        assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(number::get);
        assertThat(mp.sharedInteger("gone", 2).get()).isEqualTo(2);
        mp.sharedInteger("gone", 2).delete();
    }
}
