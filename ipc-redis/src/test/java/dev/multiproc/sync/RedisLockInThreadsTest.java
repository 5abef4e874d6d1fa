package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;
import org.junit.jupiter.api.Test;

@NeedsServer
class RedisLockInThreadsTest extends LockContract {
    @Override
    Cast cast() {
        return RedisCast.ofThreads();
    }

    /** As in the contract, but without queues: those of these tests are not at the server. */
    @Override
    @Test
    void aNameOfAnotherKindIsRefused() {
        mp.event("an event");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.lock("an event"));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.lock("not/allowed"));
        mp.lock("lock of that name");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.event("lock of that name"));
    }
}
