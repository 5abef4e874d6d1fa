package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.internal.sync.SyncKillPoint;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.testing.Actor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process is ended at each named place of a read-write lock. Nobody waits for the dead. */
@SuppressWarnings("LockNotBeforeTry") // Who does not unlock is dead.
class ReadWriteLockKillPointIT extends KillPointContract {
    private static void assertWorks(SharedReadWriteLock lock) throws InterruptedException {
        assertThat(lock.writeLock().tryLock(10, TimeUnit.SECONDS)).isTrue();
        lock.writeLock().unlock();
        assertThat(lock.writerDied()).isFalse();
        assertThat(lock.readLock().tryLock(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lock.getReadLockCount()).isOne();
        lock.readLock().unlock();
        assertThat(lock.getReadLockCount()).isZero();
    }

    @Test
    void aReaderThatWasCountedIsForgotten() throws InterruptedException {
        SharedReadWriteLock it = mp.readWriteLock();
        kill(SyncKillPoint.SYNC_READER_COUNTED, () -> it.readLock().lock());
        assertThat(it.writeLock().tryLock(10, TimeUnit.SECONDS)).isTrue();
        assertThat(it.writeLock().ownerDied()).as("no writer has died").isFalse();
        it.writeLock().unlock();
        assertWorks(it);
    }

    @Test
    void aWriterGoesOnThoughTheLastReaderDidNotTellIt() throws InterruptedException {
        SharedReadWriteLock it = mp.readWriteLock();
        SharedEvent reads = mp.event();
        SharedEvent waits = mp.event();
        ChildProcess victim = start(SyncKillPoint.SYNC_READER_GONE.name(), () -> {
            it.readLock().lock();
            reads.set();
            waits.await();
            it.readLock().unlock();
        });
        reads.await();
        Actor.Call<Boolean> writing = anna.beginTo(() -> {
                    it.writeLock().lock();
                    it.writeLock().unlock();
                })
                .awaitAsleep();
        waits.set();
        assertKilled(victim);
        assertThat(writing.result()).isTrue();
        assertWorks(it);
    }

    @Test
    void aWriterThatDiesIsToldToReadersAndToTheNextWriter() throws InterruptedException {
        SharedReadWriteLock it = mp.readWriteLock();
        kill(SyncKillPoint.SYNC_WRITER_CAME, () -> it.writeLock().lock());
        assertThat(it.readLock().tryLock(10, TimeUnit.SECONDS)).isTrue();
        assertThat(it.writerDied()).isTrue();
        it.readLock().unlock();
        it.readLock().lock();
        assertThat(anna.succeeds(() -> it.writeLock().tryLock(10, TimeUnit.MILLISECONDS)))
                .isFalse();
        assertThat(it.writerDied())
                .as("who did not come to write has not mended anything")
                .isTrue();
        it.readLock().unlock();
        assertThat(it.writeLock().tryLock(10, TimeUnit.SECONDS)).isTrue();
        assertThat(it.writeLock().ownerDied()).isTrue();
        assertThat(it.writerDied()).isFalse();
        it.writeLock().unlock();
        assertWorks(it);
    }

    @Test
    void readersAndWritersThatAreKilledWhileTheyHoldItFreeIt() throws Exception {
        SharedReadWriteLock it = mp.readWriteLock();
        ChildProcess reader = mp.process(() -> {
                    it.readLock().lock();
                    Thread.sleep(300_000);
                })
                .start();
        await().atMost(PATIENCE).until(() -> it.getReadLockCount() == 1);
        Actor.Call<Boolean> writing = anna.beginTo(() -> {
                    it.writeLock().lock();
                    it.writeLock().unlock();
                })
                .awaitAsleep();
        reader.kill();
        assertThat(writing.result()).isTrue();
        ChildProcess writer = mp.process(() -> {
                    it.writeLock().lock();
                    Thread.sleep(300_000);
                })
                .start();
        await().atMost(PATIENCE).until(() -> it.writeLock().isLocked());
        Actor.Call<Boolean> reading = anna.begin(() -> {
                    it.readLock().lock();
                    try {
                        return it.writerDied();
                    } finally {
                        it.readLock().unlock();
                    }
                })
                .awaitAsleep();
        writer.kill();
        assertThat(reading.result()).isTrue();
        assertThat(it.writeLock().tryLock(10, TimeUnit.SECONDS)).isTrue();
        it.writeLock().unlock();
        assertWorks(it);
    }
}
