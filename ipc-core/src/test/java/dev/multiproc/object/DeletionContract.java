package dev.multiproc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.ObjectDeletedException;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a deleted object, and of those who use it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // The lock is gone; nobody signals.
abstract class DeletionContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Cast cast;
    Multiprocessing mp;
    private Actor anna;
    private Actor bert;

    abstract Cast cast();

    @BeforeAll
    void open() throws InterruptedException {
        cast = cast();
        mp = cast.session();
        anna = cast.hire();
        bert = cast.hire();
    }

    @AfterAll
    void close() {
        cast.close();
    }

    /** Calls that wait, by what they wait for. */
    private Map<Actor.Action, Actor.Attempt> waitsAndDeletions() throws InterruptedException {
        Map<Actor.Action, Actor.Attempt> calls = new LinkedHashMap<>();
        SharedQueue<String> empty = mp.queue();
        calls.put(() -> empty.take(), empty::delete);
        SharedQueue<String> full = mp.queue(1);
        full.put("item");
        calls.put(() -> full.put("more"), full::delete);
        JoinableQueue<String> unfinished = mp.joinableQueue();
        unfinished.put("item");
        calls.put(unfinished::join, unfinished::delete);
        SharedEvent event = mp.event();
        calls.put(event::await, event::delete);
        SharedLatch latch = mp.latch(1);
        calls.put(latch::await, latch::delete);
        SharedBarrier barrier = mp.barrier(2);
        calls.put(barrier::await, barrier::delete);
        SharedSemaphore semaphore = mp.semaphore(0);
        calls.put(semaphore::acquire, semaphore::delete);
        SharedSemaphore several = mp.semaphore(1);
        calls.put(() -> several.acquireUninterruptibly(2), several::delete);
        SharedSemaphore owned = mp.semaphore(0);
        calls.put(owned::acquireOwned, owned::delete);
        return calls;
    }

    @Test
    void waitersAreToldWhateverTheyWaitFor() throws Exception {
        for (Map.Entry<Actor.Action, Actor.Attempt> each : waitsAndDeletions().entrySet()) {
            Actor.Call<Boolean> wait = anna.beginTo(each.getKey()).awaitAsleep();
            assertThat(bert.succeeds(each.getValue())).isTrue();
            assertDeleted(wait.failure());
            assertThatExceptionOfType(ObjectDeletedException.class)
                    .isThrownBy(() -> await().atMost(PATIENCE).until(() -> {
                        each.getKey().run();
                        return false;
                    }));
            assertThat(each.getValue().succeeds()).isFalse();
        }
    }

    private static void assertDeleted(Throwable failure) {
        assertThat(failure).isInstanceOf(ObjectDeletedException.class).hasMessageContaining("was deleted, name=");
    }

    @Test
    void sleepersOfEachKindOfLockAreTold() throws Exception {
        SharedLock lock = mp.lock();
        SharedReadWriteLock readWriteLock = mp.readWriteLock();
        lock.lock();
        readWriteLock.writeLock().lock();
        Actor.Call<Boolean> locker = anna.beginTo(lock::lock).awaitAsleep();
        Actor.Call<Boolean> reader =
                bert.beginTo(() -> readWriteLock.readLock().lock()).awaitAsleep();
        assertThat(lock.delete()).isTrue();
        assertThat(readWriteLock.writeLock().delete()).isTrue();
        assertDeleted(locker.failure());
        assertDeleted(reader.failure());
        // Whoever holds it can go on to the end of its block.
        lock.unlock();
        readWriteLock.writeLock().unlock();
        Lock readLock = readWriteLock.readLock();
        assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(readLock::lock);
        assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(lock::tryLock);
        assertThat(readWriteLock.delete()).isFalse();
    }

    @Test
    void aConditionsWaiterHasItsLockAgain() throws Exception {
        SharedLock lock = mp.lock();
        SharedCondition condition = lock.newCondition();
        Actor.Call<Boolean> wait = anna.begin(() -> {
                    lock.lock();
                    try {
                        condition.await();
                        return false;
                    } catch (ObjectDeletedException e) {
                        return lock.isHeldByCurrentThread();
                    } finally {
                        lock.unlock();
                    }
                })
                .awaitAsleep();
        assertThat(bert.succeeds(condition::delete)).isTrue();
        assertThat(wait.result()).isTrue();
        assertThat(lock.tryLock(PATIENCE)).isTrue();
        lock.unlock();
    }

    @Test
    void whatBelongsToAnObjectGoesWithIt() throws Exception {
        SharedLock lock = mp.lock("owner");
        SharedCondition condition = lock.newCondition("owned");
        SharedIntArray array = mp.sharedIntArray("locked", 1);
        SharedLock arrayLock = array.lock();
        JoinableQueue<String> queue =
                mp.joinableQueue("deadly", QueueOptions.unbounded().withMaxDeliveries(1));
        queue.put("item");
        queue.receive().retry();
        SharedQueue<String> letters = queue.deadLetters();
        assertThat(letters.peek()).isEqualTo("item");

        assertThat(anna.succeeds(lock::delete)).isTrue();
        assertThat(anna.succeeds(array::delete)).isTrue();
        assertThat(anna.succeeds(queue::delete)).isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(condition::signal);
            assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(arrayLock::tryLock);
            assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(letters::poll);
        });
        assertThatExceptionOfType(ObjectDeletedException.class)
                .isThrownBy(() -> array.lock().tryLock());
        assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(lock::newCondition);
        assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(queue::deadLetters);
        // All their names are free.
        SharedLock another = mp.lock("owner");
        assertThat(another.newCondition("owned").lock()).isSameAs(another);
        assertThat(mp.sharedIntArray("locked", 2).lock().tryLock()).isTrue();
        assertThat(mp.joinableQueue("deadly").deadLetters()).isEmpty();
        another.delete();
        mp.sharedIntArray("locked", 2).delete();
        mp.joinableQueue("deadly").delete();
    }

    /** A process that has not heard of it works on the deleted object, never on the one that has its name or place now. */
    @Test
    void oldHandlesDoNotTouchTheNextOfTheName() throws Exception {
        for (int i = 0; i < 20; i++) {
            SharedQueue<String> queue = mp.queue("again");
            SharedInteger number = mp.sharedInteger("count", 0);
            SharedSemaphore semaphore = mp.semaphore("permits", 1);
            Actor.Call<Boolean> old = anna.begin(() -> {
                try {
                    while (true) {
                        queue.offer("old");
                        number.incrementAndGet();
                        semaphore.release();
                    }
                } catch (ObjectDeletedException e) {
                    return true;
                }
            });
            await().atMost(PATIENCE).until(() -> number.get() > 10 || old.isDone());
            queue.delete();
            number.delete();
            semaphore.delete();
            SharedQueue<String> next = mp.queue("again");
            assertThat(mp.sharedInteger("count", 0).get()).isZero();
            assertThat(mp.semaphore("permits", 0).availablePermits()).isZero();
            assertThat(old.result()).isTrue();
            assertThat(next).isEmpty();
            next.put("new");
            assertThat(next.take()).isEqualTo("new");
            assertThat(mp.sharedInteger("count", 0).get()).isZero();
            assertThat(mp.semaphore("permits", 0).availablePermits()).isZero();
            next.delete();
            mp.sharedInteger("count", 0).delete();
            mp.semaphore("permits", 0).delete();
        }
    }

    @Test
    void aPutAfterADeletionFailsInEveryProcess() throws Exception {
        for (int i = 0; i < 10; i++) {
            SharedQueue<String> queue = mp.queue();
            SharedEvent isDeleted = mp.event();
            Actor.Call<Boolean> late = bert.beginTo(() -> {
                        queue.put("item");
                        isDeleted.await();
                        queue.put("late");
                    })
                    .awaitAsleep();
            assertThat(queue.delete()).isTrue();
            isDeleted.set();
            assertDeleted(late.failure());
        }
    }

    @Test
    void memoryGoesOnForThoseWhoHaveIt() throws Exception {
        SharedIntArray array = mp.sharedIntArray("kept", new int[] {1});
        SharedReference<String> reference = mp.sharedReference("text", "old");
        anna.run(() -> array.set(0, 2));
        anna.run(() -> reference.set("new"));
        assertThat(bert.succeeds(array::delete)).isTrue();
        assertThat(bert.succeeds(reference::delete)).isTrue();
        assertThat(array.get(0)).isEqualTo(2);
        assertThat(reference.getAndSet("last")).isEqualTo("new");
        assertThat(reference.get()).isEqualTo("last");
        assertThat(mp.sharedReference("text", "another").get()).isEqualTo("another");
        assertThat(array.delete()).isFalse();
        assertThatThrownBy(() -> mp.openOnly().sharedIntArray("kept", 1)).isInstanceOf(NoSuchElementException.class);
        mp.sharedReference("text", "").delete();
    }

    @Test
    void oneOfManyDeletesIt() throws Exception {
        for (int i = 0; i < 10; i++) {
            SharedLatch latch = mp.latch(1);
            // Both have it before one of them deletes it: it would not arrive any more.
            SharedBarrier start = mp.barrier(2);
            Actor.Attempt deletion = () -> {
                start.await();
                return latch.delete();
            };
            Actor.Call<Boolean> one = anna.begin(deletion::succeeds);
            Actor.Call<Boolean> other = bert.begin(deletion::succeeds);
            assertThat(one.result() ^ other.result()).isTrue();
        }
    }
}
