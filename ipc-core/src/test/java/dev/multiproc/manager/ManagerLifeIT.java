package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** What becomes of objects and calls when a process ends, is interrupted, or takes too long. */
class ManagerLifeIT extends ManagerScene {
    private static final Duration SHORT = Duration.ofMillis(30);

    private static void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void aKilledClientLeavesNothingHeld() throws Exception {
        Lock lock = manager.lock();
        ManagedSemaphore permits = manager.semaphore(2);
        BlockingQueue<Integer> queue = manager.queue();
        int objects = manager.objectCount();
        Manager manager = this.manager;
        SharedQueue<Boolean> ready = mp.queue();
        ChildProcess child = mp.process(() -> {
                    List<Integer> own = manager.list();
                    lock.lock();
                    permits.acquire();
                    permits.acquire();
                    Thread taker = new Thread(() -> {
                        try {
                            queue.put(queue.take());
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    taker.start();
                    own.add(1);
                    ready.put(true);
                    waitForEver();
                })
                .start();
        ready.take();
        assertThat(lock.tryLock()).isFalse();
        assertThat(permits.tryAcquire()).isFalse();
        assertThat(manager.objectCount()).isEqualTo(objects + 1);
        child.kill();
        assertThat(lock.tryLock(30, TimeUnit.SECONDS)).isTrue();
        lock.unlock();
        assertThat(permits.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        assertThat(permits.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> manager.objectCount() == objects);
        queue.put(7);
        assertThat(queue.poll(30, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void aCallThatWaitsHoldsNobodyUp() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        ManagedMap<String, Integer> map = manager.map();
        List<CompletableFuture<Integer>> takers = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return queue.take();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> new Thread(task).start()))
                .toList();
        for (int i = 0; i < 100; i++) {
            map.put("key", i);
        }
        inChildren(() -> map.put("key", -1));
        assertThat(map.get("key")).isEqualTo(-1);
        for (int i = 0; i < takers.size(); i++) {
            queue.put(i);
        }
        int sum = 0;
        for (CompletableFuture<Integer> taker : takers) {
            sum += taker.get(30, TimeUnit.SECONDS);
        }
        assertThat(sum).isEqualTo(28);
    }

    @Test
    void anObjectWithoutProxiesIsDropped() {
        int before = manager.objectCount();
        for (int i = 0; i < 5; i++) {
            manager.list().add(i);
        }
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return manager.objectCount() <= before;
        });
    }

    @Test
    void anInterruptCancelsTheCallThere() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        FutureTask<Integer> task = new FutureTask<>(queue::take);
        Thread taker = new Thread(task);
        taker.start();
        awaitAsleep(taker);
        taker.interrupt();
        taker.join(PATIENCE.toMillis());
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(task::get)
                .withCauseInstanceOf(InterruptedException.class);
        queue.put(1);
        assertThat(queue.poll()).isEqualTo(1);

        ManagedMap<String, Integer> map = manager.map();
        Thread.currentThread().interrupt();
        map.put("key", 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(map.get("key")).isEqualTo(1);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(queue::take);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aCallThatTakesTooLongIsCancelled() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        BlockingQueue<Integer> impatient = manager.withTimeout(queue, SHORT);
        assertThatExceptionOfType(ManagerException.class)
                .isThrownBy(impatient::take)
                .withMessageContaining("longer than its limit of PT0.03S");
        queue.put(1);
        assertThat(impatient).isEqualTo(queue);
        assertThat(queue.poll()).isEqualTo(1);
    }

    @Test
    void aManagerThatIsKilledUnderLoadFailsAllCallsAtOnce() throws Exception {
        Manager killed = mp.manager();
        ManagedMap<String, Integer> map = killed.map();
        BlockingQueue<Integer> queue = killed.queue();
        AtomicInteger calls = new AtomicInteger();
        FutureTask<Void> caller = new FutureTask<>(() -> {
            while (true) {
                map.merge("key", 1, Integer::sum);
                calls.incrementAndGet();
            }
        });
        FutureTask<Integer> waiter = new FutureTask<>(queue::take);
        new Thread(caller).start();
        new Thread(waiter).start();
        await().atMost(PATIENCE).until(() -> calls.get() > 100);
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        for (FutureTask<?> task : List.of(caller, waiter)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(ManagerException.class)
                    .withMessageContaining("the manager in process " + killed.pid() + " has ended");
        }
        assertThatExceptionOfType(ManagerException.class).isThrownBy(() -> map.get("key"));
        assertThatExceptionOfType(ManagerException.class).isThrownBy(killed::map);
        assertThat(map.toString()).contains("ManagedMap");
        killed.close();
        killed.close();
        assertThat(manager.list(List.of(1))).containsExactly(1);
    }

    @Test
    void aClosedManagerSaysSo() throws Exception {
        Manager closed = mp.manager();
        Lock lock = closed.lock();
        lock.lock();
        closed.close();
        assertThatExceptionOfType(ManagerException.class)
                .isThrownBy(lock::unlock)
                .withMessageContaining("was closed");
        assertThat(ProcessHandle.of(closed.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
        ChildProcess child = mp.process(() -> lock.lock()).start();
        child.join(PATIENCE);
        assertThat(child.failure().orElseThrow()).hasStackTraceContaining(ManagerException.class.getName());
    }
}
