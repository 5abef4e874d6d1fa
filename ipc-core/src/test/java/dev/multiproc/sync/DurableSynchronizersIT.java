package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Named synchronizers of a durable session, whose processes were all killed. */
@ExtendWith(LeavesNothingBehind.class)
@SuppressWarnings("LockNotBeforeTry") // Who does not unlock is killed.
class DurableSynchronizersIT {
    @TempDir
    private Path parent;

    /** Takes part in everything until it is killed. */
    static final class User {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Path.of(arguments[0]));
            mp.lock("lock").lock();
            mp.readWriteLock("table").readLock().lock();
            mp.semaphore("places", 3).acquire();
            mp.semaphore("places", 3).acquireOwned();
            mp.event("event").set();
            mp.latch("latch", 2).countDown();
            SharedBarrier barrier = mp.barrier("barrier", 2, () -> System.out.println("acted"));
            Thread party = new Thread(() -> {
                try {
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            party.start();
            while (barrier.getNumberWaiting() == 0) {
                Thread.onSpinWait();
            }
            System.out.println("ready");
            party.join();
        }
    }

    @Test
    void whatTheDeadHeldIsFreeAndTheRestIsAsItWas() throws Exception {
        Path directory = parent.resolve("session");
        try (ParentProgram program = ParentProgram.start(User.class, directory.toString())) {
            program.awaitLine("ready");
            program.process().destroyForcibly().waitFor();
        }
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            SharedLock lock = mp.lock("lock");
            assertThat(lock.tryLock()).isTrue();
            assertThat(lock.ownerDied()).isTrue();
            lock.unlock();
            assertThat(mp.readWriteLock("table").writeLock().tryLock()).isTrue();
            assertThat(mp.semaphore("places", 9).availablePermits())
                    .as("the one that nobody owned is gone")
                    .isEqualTo(2);
            assertThat(mp.event("event").isSet()).isTrue();
            assertThat(mp.latch("latch", 9).getCount()).isOne();
            SharedBarrier barrier = mp.barrier("barrier", 9);
            assertThat(barrier.isBroken()).isTrue();
            barrier.reset();
            assertThat(barrier.getParties()).isEqualTo(2);
            Thread other = new Thread(() -> {
                try {
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            other.start();
            assertThat(barrier.await(20, TimeUnit.SECONDS))
                    .as("the action was read")
                    .isIn(0, 1);
            other.join();
        }
    }
}
