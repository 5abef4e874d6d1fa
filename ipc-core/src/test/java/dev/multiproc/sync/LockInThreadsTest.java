package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.Cast;
import org.junit.jupiter.api.Test;

class LockInThreadsTest extends LockContract {
    @Override
    Cast cast() {
        return Cast.ofThreads();
    }

    @Test
    void aClosedSessionsLockThrows() {
        SharedLock orphan;
        try (Multiprocessing other = Multiprocessing.open()) {
            orphan = other.lock();
            orphan.lock();
        }
        assertThatIllegalStateException().isThrownBy(orphan::lock);
        assertThatIllegalStateException().isThrownBy(orphan::tryLock);
        assertThatIllegalStateException().isThrownBy(orphan::unlock);
    }
}
