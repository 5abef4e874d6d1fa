package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Waiting for managed objects: what the contracts of the session's own locks, conditions, barriers, events, semaphores and queues
 * say, as far as the JDK's types say it too. What only those have is left out: names, the owner's death as a state, owned permits,
 * counted signals, barrier actions, shutdown, deliveries.
 */
@SuppressWarnings({
    "JavaUtilDate", // Condition has it.
    "LockNotBeforeTry", // Where an unlock is missed the test has failed.
    "WaitNotInLoop" // How often it wakes is what is tested.
})
class ManagedWaitsIT extends ManagerScene {
    private static final Duration SHORT = Duration.ofMillis(20);

    /** Looks at the manager's threads. */
    interface Watch {
        int waiting();
    }

    /** In the manager's process. */
    static final class ServersWatch implements Watch {
        @Override
        public int waiting() {
            return (int) Thread.getAllStackTraces().values().stream()
                    .filter(stack -> stack.length > 0
                            && stack[0].getMethodName().equals("park")
                            && Arrays.stream(stack)
                                    .anyMatch(frame -> frame.getClassName().equals(Worker.class.getName())
                                            && frame.getMethodName().equals("invoke")))
                    .count();
        }
    }

    private record Waiter<T>(Thread thread, FutureTask<T> task) {
        T result() throws Exception {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        Throwable failure() throws Exception {
            try {
                throw new AssertionError("no failure, but " + result());
            } catch (ExecutionException e) {
                return e.getCause();
            }
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private Watch watch;

    @BeforeEach
    void register() {
        manager.register(Watch.class, ServersWatch::new);
        watch = manager.create(Watch.class);
    }

    /** Has another thread begin to wait. */
    private <T> Waiter<T> beginWait(Callable<T> call) {
        int before = watch.waiting();
        Waiter<T> waiter = begin(call);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> watch.waiting() == before + 1);
        return waiter;
    }

    private static <T> Waiter<T> begin(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "waiter");
        thread.setDaemon(true);
        thread.start();
        return new Waiter<>(thread, task);
    }

    private Waiter<Boolean> waitFor(Action action) {
        return beginWait(() -> {
            action.run();
            return true;
        });
    }

    private static <T> T elsewhere(Callable<T> call) throws Exception {
        return begin(call).result();
    }

    private static Throwable failureElsewhere(Action action) throws Exception {
        return begin(() -> {
                    action.run();
                    return true;
                })
                .failure();
    }

    private static void assertNotEarly(Action action) throws Exception {
        long begin = System.nanoTime();
        action.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
    }

    private static void assertFree(Lock lock) throws Exception {
        assertThat(elsewhere(() -> {
                    boolean isTaken = lock.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    lock.unlock();
                    return isTaken;
                }))
                .isTrue();
    }

    private static int countDone(List<Waiter<Boolean>> waiters) {
        return (int) waiters.stream().filter(waiter -> waiter.task().isDone()).count();
    }

    // ---------------------------------------------------------------- locks

    @Test
    void aLockIsItsOwnersAndWaitsEndInTime() throws Exception {
        Lock lock = manager.lock();
        lock.lock();
        lock.lockInterruptibly();
        assertThat(failureElsewhere(lock::unlock)).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(elsewhere(() -> lock.tryLock())).isFalse();
        assertThat(elsewhere(() -> lock.tryLock(-1, TimeUnit.SECONDS))).isFalse();
        assertNotEarly(() -> assertThat(elsewhere(() -> lock.tryLock(SHORT.toMillis(), TimeUnit.MILLISECONDS)))
                .isFalse());
        Waiter<Boolean> waiter = waitFor(() -> {
            lock.lock();
            lock.unlock();
        });
        lock.unlock();
        assertThat(elsewhere(() -> lock.tryLock())).isFalse();
        lock.unlock();
        assertThat(waiter.result()).isTrue();
        assertFree(lock);
    }

    @Test
    void anInterruptEndsAWaitForALock() throws Exception {
        Lock lock = manager.lock();
        lock.lock();
        for (Action call : List.<Action>of(lock::lockInterruptibly, () -> lock.tryLock(60, TimeUnit.SECONDS))) {
            Waiter<Boolean> waiter = waitFor(call);
            waiter.thread().interrupt();
            assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
        }
        lock.unlock();
        for (Action call : List.<Action>of(lock::lockInterruptibly, () -> lock.tryLock(60, TimeUnit.SECONDS))) {
            assertThat(failureElsewhere(() -> {
                        Thread.currentThread().interrupt();
                        call.run();
                    }))
                    .isInstanceOf(InterruptedException.class);
        }
        assertFree(lock);
    }

    // ---------------------------------------------------------------- conditions

    @Test
    void aConditionNeedsItsLock() throws Exception {
        Lock lock = manager.lock();
        Condition condition = lock.newCondition();
        lock.lock();
        for (Action call : List.<Action>of(
                condition::await,
                condition::awaitUninterruptibly,
                () -> condition.await(1, TimeUnit.SECONDS),
                () -> condition.awaitNanos(1),
                () -> condition.awaitUntil(new Date(0)),
                condition::signal,
                condition::signalAll)) {
            assertThat(failureElsewhere(call)).isInstanceOf(IllegalMonitorStateException.class);
        }
        assertThat(condition.await(-1, TimeUnit.SECONDS)).isFalse();
        assertNotEarly(() -> assertThat(condition.await(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse());
        assertThat(condition.awaitNanos(1)).isNotPositive();
        assertThat(condition.awaitUntil(new Date(0))).isFalse();
        lock.unlock();
        assertFree(lock);
    }

    /** Waits with two holds, and gives them back after. */
    private Waiter<Boolean> waitWithTwoHolds(Lock lock, Condition condition) {
        return waitFor(() -> {
            lock.lock();
            lock.lock();
            try {
                condition.await();
            } finally {
                lock.unlock();
                lock.unlock();
            }
        });
    }

    @Test
    void aSignalWakesOneAndSignalAllTheOthers() throws Exception {
        Lock lock = manager.lock();
        Condition condition = lock.newCondition();
        List<Waiter<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiters.add(waitWithTwoHolds(lock, condition));
        }
        lock.lock();
        condition.signal();
        assertThat(countDone(waiters)).as("the signaller still holds the lock").isZero();
        lock.unlock();
        await().atMost(PATIENCE).until(() -> countDone(waiters) == 1);
        assertFree(lock);
        assertThat(watch.waiting()).isEqualTo(3);
        lock.lock();
        condition.signalAll();
        lock.unlock();
        for (Waiter<Boolean> waiter : waiters) {
            assertThat(waiter.result()).isTrue();
        }
        assertFree(lock);
    }

    @Test
    void anInterruptEndsAWaitForAConditionWithTheLock() throws Exception {
        Lock lock = manager.lock();
        Condition condition = lock.newCondition();
        Waiter<Boolean> waiter = waitWithTwoHolds(lock, condition);
        waiter.thread().interrupt();
        // Without the lock the unlocks would fail otherwise.
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
        assertFree(lock);
        Waiter<Boolean> patient = beginWait(() -> {
            lock.lock();
            condition.awaitUninterruptibly();
            lock.unlock();
            return Thread.interrupted();
        });
        patient.thread().interrupt();
        lock.lock();
        condition.signal();
        lock.unlock();
        assertThat(patient.result()).isTrue();
        assertFree(lock);
    }

    // ---------------------------------------------------------------- barriers, events, semaphores

    @Test
    void aBarrierCountsAndBreaks() throws Exception {
        ManagedBarrier barrier = manager.barrier(2);
        Waiter<Integer> first = beginWait(barrier::await);
        assertThat(barrier.getNumberWaiting()).isOne();
        assertThat(barrier.await()).isZero();
        assertThat(first.result()).isOne();
        for (Action breaking : List.<Action>of(barrier::abort, barrier::reset)) {
            Waiter<Integer> broken = beginWait(barrier::await);
            breaking.run();
            assertThat(broken.failure()).isInstanceOf(BrokenBarrierException.class);
            barrier.reset();
        }
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> barrier.await(SHORT.toMillis(), TimeUnit.MILLISECONDS));
        assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(barrier::await);
        barrier.reset();
        Waiter<Integer> interrupted = beginWait(barrier::await);
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        assertThat(barrier.isBroken()).isTrue();
    }

    @Test
    void anEventWakesAllEvenIfItIsClearedAtOnce() throws Exception {
        ManagedEvent event = manager.event();
        Waiter<Boolean> one = waitFor(event::await);
        Waiter<Boolean> other = beginWait(() -> event.await(60, TimeUnit.SECONDS));
        event.set();
        event.clear();
        assertThat(one.result()).isTrue();
        assertThat(other.result()).isTrue();
        Waiter<Boolean> interrupted = waitFor(event::await);
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aReleaseWakesOneAndAnInterruptTakesNoPermit() throws Exception {
        ManagedSemaphore permits = manager.semaphore(0);
        Waiter<Boolean> one = waitFor(permits::acquire);
        Waiter<Boolean> other = beginWait(() -> permits.tryAcquire(60, TimeUnit.SECONDS));
        other.thread().interrupt();
        assertThat(other.failure()).isInstanceOf(InterruptedException.class);
        permits.release();
        assertThat(one.result()).isTrue();
        assertThat(permits.availablePermits()).isZero();
        assertNotEarly(() -> assertThat(permits.tryAcquire(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse());
        permits.release();
        assertThat(permits.availablePermits()).isOne();
    }

    // ---------------------------------------------------------------- queues

    @Test
    void everyWayToInsertWakesATake() throws Exception {
        for (BlockingQueue<String> queue :
                List.<BlockingQueue<String>>of(manager.queue(), manager.lifoQueue(), manager.priorityQueue())) {
            for (Action way : List.<Action>of(
                    () -> queue.put("x"),
                    () -> queue.add("x"),
                    () -> queue.offer("x"),
                    () -> queue.offer("x", 1, TimeUnit.SECONDS),
                    () -> queue.addAll(List.of("x")))) {
                Waiter<String> taker = beginWait(queue::take);
                way.run();
                assertThat(taker.result()).isEqualTo("x");
            }
            assertNotEarly(() -> assertThat(queue.poll(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull());
            Waiter<String> interrupted = beginWait(() -> queue.poll(60, TimeUnit.SECONDS));
            interrupted.thread().interrupt();
            assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void everyWayToRemoveWakesAPut() throws Exception {
        BlockingQueue<String> queue = manager.queue(1);
        queue.add("a");
        for (Action way : List.<Action>of(
                queue::take,
                queue::poll,
                queue::remove,
                () -> queue.poll(1, TimeUnit.SECONDS),
                () -> queue.drainTo(new ArrayList<>(), 1),
                queue::clear)) {
            Waiter<Boolean> putter = waitFor(() -> queue.put("b"));
            way.run();
            assertThat(putter.result()).isTrue();
            assertThat(queue).hasSize(1);
        }
        assertNotEarly(() -> assertThat(queue.offer("c", SHORT.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse());
        Waiter<Boolean> longest = beginWait(() -> queue.offer("c", Long.MAX_VALUE, TimeUnit.DAYS));
        queue.take();
        assertThat(longest.result()).isTrue();
    }
}
