package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is ended at each named place of a lock and its conditions. The others go on. */
@ExtendWith(LeavesNothingBehind.class)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // Who does not unlock is dead; how often one wakes is tested.
class LockKillPointIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 20;

    private Cast cast;
    private Multiprocessing mp;
    private Actor anna;
    private SharedLock lock;
    private SharedCondition condition;

    @BeforeEach
    void open() throws InterruptedException {
        cast = Cast.ofThreads();
        mp = cast.session();
        anna = cast.hire();
        lock = mp.lock();
        condition = lock.newCondition();
    }

    @AfterEach
    void close() {
        cast.close();
        cast = null;
        mp = null;
        anna = null;
        lock = null;
        condition = null;
    }

    /** Does something, and is ended meanwhile. */
    record Victim(String killAt, Actor.Action action) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillPoint.arm(killAt);
            action.run();
        }
    }

    private ChildProcess start(KillPoint point, Actor.Action action) {
        return mp.process(new Victim(point.name(), action)).start();
    }

    private static void assertKilled(ChildProcess victim) throws InterruptedException {
        victim.join();
        assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
    }

    private void kill(KillPoint point, Actor.Action action) throws InterruptedException {
        assertKilled(start(point, action));
    }

    private Actor.Call<Boolean> annaWaits() throws InterruptedException {
        SharedLock itsLock = lock;
        SharedCondition it = condition;
        return anna.beginTo(() -> {
                    itsLock.lock();
                    it.await();
                    itsLock.unlock();
                })
                .awaitAsleep();
    }

    private void signal() throws InterruptedException {
        assertThat(lock.tryLock(10, TimeUnit.SECONDS)).isTrue();
        condition.signal();
        lock.unlock();
    }

    private void takeAndAsk(boolean expectedOwnerDied) throws InterruptedException {
        assertThat(lock.tryLock(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lock.ownerDied()).isEqualTo(expectedOwnerDied);
        lock.unlock();
    }

    @ParameterizedTest
    @EnumSource(value = KillPoint.class, mode = EnumSource.Mode.MATCH_ALL, names = "SYNC_(LOCK|CONDITION)_.*")
    void theOthersGoOn(KillPoint point) throws Exception {
        SharedLock itsLock = lock;
        SharedCondition it = condition;
        switch (point) {
            case SYNC_LOCK_TAKEN -> {
                kill(point, itsLock::lock);
                takeAndAsk(true);
            }
            case SYNC_LOCK_FREED -> freed(point);
            case SYNC_LOCK_SWEPT -> {
                sweep(point, KillPoint.SYNC_LOCK_TAKEN, itsLock::lock);
                takeAndAsk(true);
            }
            case SYNC_CONDITION_ENTERED -> {
                kill(point, () -> {
                    itsLock.lock();
                    it.await();
                });
                takeAndAsk(true);
            }
            case SYNC_CONDITION_SIGNALLED -> {
                Actor.Call<Boolean> waiting = annaWaits();
                kill(point, () -> {
                    itsLock.lock();
                    it.signal();
                });
                assertThat(waiting.result()).isTrue();
            }
            case SYNC_CONDITION_WOKEN, SYNC_CONDITION_RETAKEN -> aWaiterIsKilled(point);
            case SYNC_CONDITION_SWEPT -> {
                sweep(point, KillPoint.SYNC_CONDITION_WOKEN, () -> {
                    itsLock.lock();
                    it.await();
                });
                // Another thread of the sweeper may have held the lock.
                signal();
            }
            default -> throw new AssertionError("no victim comes to " + point);
        }
        takeAndAsk(false);
        Actor.Call<Boolean> waiting = annaWaits();
        signal();
        assertThat(waiting.result()).isTrue();
    }

    private void freed(KillPoint point) throws InterruptedException {
        SharedLock itsLock = lock;
        SharedQueue<String> steps = mp.queue();
        SharedQueue<String> cues = mp.queue();
        ChildProcess victim = start(point, () -> {
            itsLock.lock();
            steps.put("locked");
            cues.take();
            itsLock.unlock();
        });
        steps.take();
        Actor.Call<Boolean> waiting = anna.begin(() -> {
                    itsLock.lock();
                    boolean ownerDied = itsLock.ownerDied();
                    itsLock.unlock();
                    return ownerDied;
                })
                .awaitAsleep();
        cues.put("unlock");
        assertKilled(victim);
        assertThat(waiting.result()).as("it had unlocked").isFalse();
    }

    /** A signal that it was given goes to another. */
    private void aWaiterIsKilled(KillPoint point) throws Exception {
        ChildProcess victim = startWaiter(point);
        Actor.Call<Boolean> waiting = annaWaits();
        signal();
        await().atMost(PATIENCE).until(() -> waiting.isDone() || !victim.isAlive());
        if (victim.isAlive()) {
            // Anna's turn; the next is the victim's.
            Actor.Call<Boolean> again = annaWaits();
            signal();
            assertKilled(victim);
            assertThat(again.result()).isTrue();
        } else {
            assertKilled(victim);
            assertThat(waiting.result()).isTrue();
        }
    }

    private ChildProcess startWaiter(KillPoint point) throws InterruptedException {
        SharedLock itsLock = lock;
        SharedCondition it = condition;
        SharedQueue<String> steps = mp.queue();
        ChildProcess victim = start(point, () -> {
            itsLock.lock();
            steps.put("locked");
            it.await();
        });
        steps.take();
        // It has the lock until it waits.
        assertThat(lock.tryLock(10, TimeUnit.SECONDS)).isTrue();
        lock.unlock();
        return victim;
    }

    /** Has children that die until it is ended while it sweeps one of them. */
    record Sweeper(KillPoint point, KillPoint childsPoint, Actor.Action childsAction, SharedCondition condition)
            implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillPoint.arm(point.name());
            for (int i = 0; i < ATTEMPTS; i++) {
                ChildProcess child = Multiprocessing.current()
                        .process(new Victim(childsPoint.name(), childsAction))
                        .start();
                // Who waits for a condition dies when it is woken.
                while (childsPoint == KillPoint.SYNC_CONDITION_WOKEN && child.isAlive()) {
                    if (condition.lock().tryLock(10, TimeUnit.MILLISECONDS)) {
                        condition.signalAll();
                        condition.lock().unlock();
                    }
                }
                child.join();
            }
        }
    }

    private void sweep(KillPoint point, KillPoint childsPoint, Actor.Action childsAction) throws InterruptedException {
        ChildProcess sweeper = mp.process(new Sweeper(point, childsPoint, childsAction, condition))
                .start();
        assertKilled(sweeper);
    }

    /** Nobody answers a signal, so nobody has to wait for an answer. */
    @Test
    void signalsDoNotWaitForTheDead() throws InterruptedException {
        ChildProcess victim = startWaiter(KillPoint.SYNC_CONDITION_WOKEN);
        victim.kill();
        assertThat(lock.tryLock(10, TimeUnit.SECONDS)).isTrue();
        condition.signal();
        condition.signalAll();
        lock.unlock();
        // Until then the dead one's signals may come to her.
        victim.join();
        Actor.Call<Boolean> waiting = annaWaits();
        signal();
        assertThat(waiting.result()).isTrue();
    }

    @Test
    void aLockThatWasHeldAtExitIsFreedAndTheNextOwnerIsTold() throws InterruptedException {
        SharedLock itsLock = lock;
        ChildProcess child = mp.process(() -> {
                    itsLock.lock();
                    itsLock.lock();
                })
                .start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        takeAndAsk(true);
        takeAndAsk(false);
    }

    @Test
    void theNextOwnerIsToldTooIfTheOneWhoWasToldDies() throws InterruptedException {
        SharedLock itsLock = lock;
        kill(KillPoint.SYNC_LOCK_TAKEN, itsLock::lock);
        kill(KillPoint.SYNC_LOCK_TAKEN, itsLock::lock);
        takeAndAsk(true);
        takeAndAsk(false);
    }
}
