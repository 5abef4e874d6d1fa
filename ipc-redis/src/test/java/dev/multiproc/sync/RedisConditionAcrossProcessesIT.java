package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;
import org.junit.jupiter.api.Test;

@NeedsServer
class RedisConditionAcrossProcessesIT extends ConditionContract {
    @Override
    Cast cast() {
        return RedisCast.ofProcesses();
    }

    /** As in the contract, but without queues: those of these tests are not at the server. */
    @Override
    @Test
    void aNamedConditionIsFoundAndBelongsToOneLock() {
        SharedLock lock = mp.lock();
        SharedCondition named = lock.newCondition("ready");
        assertThat(named.name()).isEqualTo("ready");
        assertThat(lock.newCondition("ready")).isSameAs(named);
        SharedLock other = mp.lock();
        assertThatIllegalArgumentException().isThrownBy(() -> other.newCondition("ready"));
        mp.event("not a condition");
        assertThatIllegalArgumentException().isThrownBy(() -> lock.newCondition("not a condition"));
        assertThatIllegalArgumentException().isThrownBy(() -> lock.newCondition(""));
    }
}
