package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.sync.SyncKillPoint;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.KillPointSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended at each named place of a lock and its conditions. The others go on. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // Who does not unlock is dead; how often one wakes is tested.
class LockKillPointIT extends KillPointContract {
    private SharedLock lock;
    private SharedCondition condition;

    @BeforeEach
    void makeLock() {
        lock = mp.lock();
        condition = lock.newCondition();
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
    @KillPointSource(names = "SYNC_(LOCK|CONDITION)_.*")
    void theOthersGoOn(KillPoint point) throws Exception {
        SharedLock itsLock = lock;
        SharedCondition it = condition;
        switch (point.name()) {
            case "SYNC_LOCK_TAKEN" -> {
                kill(point, itsLock::lock);
                takeAndAsk(true);
            }
            case "SYNC_LOCK_FREED" -> freed(point);
            case "SYNC_LOCK_SWEPT" -> {
                killSweeper(point, new Victim(SyncKillPoint.SYNC_LOCK_TAKEN.name(), itsLock::lock));
                takeAndAsk(true);
            }
            case "SYNC_CONDITION_ENTERED" -> {
                kill(point, () -> {
                    itsLock.lock();
                    it.await();
                });
                takeAndAsk(true);
            }
            case "SYNC_CONDITION_SIGNALLED" -> {
                Actor.Call<Boolean> waiting = annaWaits();
                kill(point, () -> {
                    itsLock.lock();
                    it.signal();
                });
                assertThat(waiting.result()).isTrue();
            }
            case "SYNC_CONDITION_WOKEN", "SYNC_CONDITION_RETAKEN" -> aWaiterIsKilled(point);
            case "SYNC_CONDITION_SWEPT" -> {
                Actor.Action wait = () -> {
                    itsLock.lock();
                    it.await();
                };
                killSweeper(point, new Victim(SyncKillPoint.SYNC_CONDITION_WOKEN.name(), wait), () -> {
                    if (itsLock.tryLock(10, TimeUnit.MILLISECONDS)) {
                        it.signalAll();
                        itsLock.unlock();
                    }
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
        ChildProcess victim = start(point.name(), () -> {
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
        ChildProcess victim = start(point.name(), () -> {
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

    /** Nobody answers a signal, so nobody has to wait for an answer. */
    @Test
    void signalsDoNotWaitForTheDead() throws InterruptedException {
        ChildProcess victim = startWaiter(SyncKillPoint.SYNC_CONDITION_WOKEN);
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
        kill(SyncKillPoint.SYNC_LOCK_TAKEN, itsLock::lock);
        kill(SyncKillPoint.SYNC_LOCK_TAKEN, itsLock::lock);
        takeAndAsk(true);
        takeAndAsk(false);
    }
}
