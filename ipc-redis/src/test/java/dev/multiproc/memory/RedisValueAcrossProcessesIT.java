package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.redis.NeedsServer;
import dev.multiproc.redis.RedisCast;
import dev.multiproc.testing.Cast;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

@NeedsServer
class RedisValueAcrossProcessesIT extends ValueContract {
    @Override
    Cast cast() {
        return RedisCast.ofProcesses();
    }

    /** As in the contract, but without queues: those of these tests are not at the server. */
    @Override
    @Test
    void aNameOfAnotherKindIsRefusedAndBothAreSaid() {
        mp.sharedLong("taken", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedDouble("taken", 1))
                .withMessageContaining("taken")
                .withMessageContaining("SharedLong")
                .withMessageContaining("SharedDouble");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedBoolean("a/b", true));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> mp.sharedInteger("a!b", 1));
        assertThatNullPointerException().isThrownBy(() -> mp.sharedInteger(null, 1));
    }
}
