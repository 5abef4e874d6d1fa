package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls that are not waited for one by one. */
class CallsIT extends ManagerScene {
    private static final String KEY = "key";

    private static void awaitWaiting(Thread thread) {
        await().atMost(PATIENCE)
                .until(() ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void assertInterrupted(FutureTask<?> task, Thread thread) throws Exception {
        awaitWaiting(thread);
        thread.interrupt();
        thread.join(PATIENCE.toMillis());
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> task.get(0, TimeUnit.SECONDS))
                .withCauseInstanceOf(InterruptedException.class);
    }

    // ---------------------------------------------------------------- asynchronous

    @Test
    void asynchronousCallsGiveTheirResultsLater() throws Exception {
        ManagedMap<String, Integer> map = manager.map();
        List<CompletableFuture<Integer>> sums = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sums.add(Calls.callAsync(map, m -> m.merge(KEY, 1, Integer::sum)));
        }
        Calls.runAsync(map, m -> m.put("other", 1)).get(30, TimeUnit.SECONDS);
        for (CompletableFuture<Integer> sum : sums) {
            assertThat(sum.get(30, TimeUnit.SECONDS)).isBetween(1, 200);
        }
        assertThat(map).isEqualTo(Map.of(KEY, 200, "other", 1));
        ManagedList<Integer> list = manager.list();
        CompletableFuture<Integer> failed = Calls.callAsync(list, l -> l.get(5));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> failed.get(30, TimeUnit.SECONDS))
                .withCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aCancelledCallIsInterruptedThere() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Integer> taken = Calls.callAsync(queue, BlockingQueue::take);
            assertThat(taken.cancel(true)).isTrue();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(taken::join);
        }
        CompletableFuture<Integer> waiting = Calls.callAsync(queue, BlockingQueue::take);
        queue.put(1);
        // A call that was cancelled when its request was just sent may have got it: then it is lost.
        if (!isTaken(waiting)) {
            queue.put(2);
        }
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isBetween(1, 2);
    }

    private static boolean isTaken(CompletableFuture<Integer> waiting) throws Exception {
        try {
            waiting.get(1, TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    @Test
    void whoMakesTooManyCallsWaitsAndCanBeInterrupted() throws Exception {
        try (Manager own = mp.manager()) {
            BlockingQueue<Integer> queue = own.queue();
            Calls.setLimit(queue, 2);
            List<CompletableFuture<Integer>> takers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                takers.add(Calls.callAsync(queue, BlockingQueue::take));
            }
            FutureTask<CompletableFuture<Integer>> third =
                    new FutureTask<>(() -> Calls.callAsync(queue, BlockingQueue::take));
            Thread thread = new Thread(third);
            thread.start();
            assertInterrupted(third, thread);
            queue.addAll(List.of(1, 2));
            for (CompletableFuture<Integer> taker : takers) {
                assertThat(taker.get(30, TimeUnit.SECONDS)).isBetween(1, 2);
            }
            queue.put(3);
            assertThat(Calls.callAsync(queue, BlockingQueue::take).get(30, TimeUnit.SECONDS))
                    .isEqualTo(3);
        }
    }

    @Test
    void aLockBelongsToWhoMadeTheCall() throws Exception {
        Lock lock = manager.lock();
        Calls.runAsync(lock, Lock::lock).get(30, TimeUnit.SECONDS);
        Calls.oneWay(lock, Lock::unlock);
        Calls.flush(lock);
        FutureTask<Boolean> other = new FutureTask<>(lock::tryLock);
        new Thread(other).start();
        assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Calls.callAsync(lock, Lock::tryLock).get(30, TimeUnit.SECONDS))
                .isFalse();
    }

    // ---------------------------------------------------------------- what is no call

    @Test
    void whatIsNotOneCallIsRefusedAtOnce() throws Exception {
        ManagedMap<String, Object> map = manager.map();
        map.put(KEY, 1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Calls.callAsync(map, m -> 1))
                .withMessageContaining("none");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Calls.oneWay(map, m -> {
                    m.remove(KEY);
                    m.clear();
                }))
                .withMessageContaining("method=clear");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Calls.callAsync(map, m -> m.size() + 1))
                .withMessageContaining("as it is");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Calls.callAsync(map, Map::keySet))
                .withMessageContaining("several trips, method=keySet");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Calls.callAsync(Map.of(), Map::size))
                .withMessageContaining("no proxy");
        Object unsendable = new Object();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Calls.callAsync(map, m -> m.put(KEY, unsendable)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Calls.oneWay(map, m -> m.put(KEY, unsendable)));
        Batch batch = Calls.batch();
        CompletableFuture<Object> first = batch.call(map, m -> m.get(KEY));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> batch.run(map, m -> m.put(KEY, unsendable)));
        assertThat(batch.size()).isEqualTo(1);
        assertThat(batch.send()).containsExactly(1);
        assertThat(first).isCompletedWithValue(1);
    }

    // ---------------------------------------------------------------- one-way

    @Test
    void oneWayCallsAreDoneInTheirOrder() throws Exception {
        ManagedList<Integer> list = manager.list();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            Calls.oneWay(list, l -> l.add(number));
        }
        Calls.flush(list);
        assertThat(list).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        Calls.oneWay(list, l -> l.get(1000));
        Calls.oneWay(list, l -> l.remove(-1));
        Calls.oneWay(list, List::clear);
        assertThatExceptionOfType(ManagerException.class)
                .isThrownBy(() -> Calls.flush(list))
                .withMessageContaining("2 one-way calls have failed")
                .withCauseInstanceOf(IndexOutOfBoundsException.class);
        assertThat(list).isEmpty();
        Calls.flush(list);
    }

    @Test
    void aResultThatNobodyWantsKeepsNothingAlive() throws Exception {
        ManagedMap<String, List<Integer>> map = manager.map();
        map.put(KEY, manager.list());
        int before = manager.objectCount();
        for (int i = 0; i < 3; i++) {
            Calls.oneWay(map, m -> m.put(KEY, manager.list()));
        }
        Calls.flush(map);
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return manager.objectCount() <= before;
        });
        assertThat(map.get(KEY)).isEmpty();
    }

    @Test
    void whoSendsTooManyOneWayCallsWaitsAndCanBeInterrupted() throws Exception {
        BlockingQueue<Integer> queue = manager.queue(1);
        FutureTask<Void> sender = new FutureTask<>(() -> {
            for (int i = 0; i < 100; i++) {
                int number = i;
                Calls.oneWay(queue, q -> q.put(number));
            }
            return null;
        });
        Thread thread = new Thread(sender);
        thread.start();
        assertInterrupted(sender, thread);
        FutureTask<Void> flush = new FutureTask<>(() -> {
            Calls.flush(queue);
            return null;
        });
        thread = new Thread(flush);
        thread.start();
        assertInterrupted(flush, thread);
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < Calls.DEFAULT_LIMIT) {
            taken.add(queue.poll(30, TimeUnit.SECONDS));
        }
        Calls.flush(queue);
        queue.drainTo(taken);
        assertThat(taken)
                .isEqualTo(IntStream.range(0, taken.size()).boxed().toList())
                .hasSizeLessThan(100);
    }

    @Test
    void aChildThatEndsTakesNoOneWayCallWithIt() throws Exception {
        ManagedList<Integer> list = manager.list();
        inChildren(() -> {
            for (int i = 0; i < 500; i++) {
                int number = i;
                Calls.oneWay(list, l -> l.add(number));
            }
        });
        assertThat(list).hasSize(500);
    }

    // ---------------------------------------------------------------- batches

    @Test
    void aBatchIsOneTrip() throws Exception {
        ManagedMap<String, Integer> map = manager.map();
        ManagedList<Integer> list = manager.list(List.of(1, 2));
        Batch batch = Calls.batch();
        batch.run(map, m -> m.put("a", 1));
        CompletableFuture<Integer> a = batch.call(map, m -> m.get("a"));
        CompletableFuture<Integer> size = batch.call(list, List::size);
        batch.run(map, m -> m.putAll(Map.of("b", 2)));
        assertThat(a).isNotDone();
        assertThat(batch.send()).containsExactly(null, 1, 2, null);
        assertThat(a).isCompletedWithValue(1);
        assertThat(size).isCompletedWithValue(2);
        assertThat(map).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(batch.send()).isEmpty();
        CompletableFuture<Integer> failed = batch.call(list, l -> l.get(9));
        CompletableFuture<Boolean> after = batch.call(list, l -> l.add(3));
        assertThatExceptionOfType(ManagerException.class)
                .isThrownBy(batch::send)
                .withMessageContaining("1 of 2 calls of a batch have failed")
                .withCauseInstanceOf(IndexOutOfBoundsException.class);
        assertThat(failed).isCompletedExceptionally();
        assertThat(after).isCompletedWithValue(true);
    }

    @Test
    void anInterruptedBatchIsCancelled() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        Batch batch = Calls.batch();
        ManagedEvent begun = manager.event();
        batch.run(begun, ManagedEvent::set);
        CompletableFuture<Boolean> done = batch.call(queue, q -> q.offer(1));
        CompletableFuture<Integer> one = batch.call(queue, BlockingQueue::take);
        CompletableFuture<Integer> two = batch.call(queue, BlockingQueue::take);
        CompletableFuture<Boolean> undone = batch.call(queue, q -> q.offer(2));
        FutureTask<List<Object>> send = new FutureTask<>(batch::send);
        Thread thread = new Thread(send);
        thread.start();
        begun.await();
        assertInterrupted(send, thread);
        assertThat(two).isCompletedExceptionally();
        assertThat(undone).isCompletedExceptionally();
        assertThat(done.isDone() && one.isDone()).isTrue();
        assertThat(queue).isEmpty();
    }

    @Test
    void severalKeysInOneTrip() {
        ManagedMap<String, Object> map = manager.map();
        map.putAll(Map.of("a", 1, "b", "two", "list", manager.list(List.of(3))));
        Map<String, Object> found = map.getAll(List.of("b", "missing", "list"));
        assertThat(found.keySet()).containsExactly("b", "list");
        assertThat(found.get("b")).isEqualTo("two");
        assertThat(found.get("list")).isEqualTo(List.of(3));
        assertThat(map.getAll(List.of())).isEmpty();
        Batch batch = Calls.batch();
        CompletableFuture<Map<String, Object>> later = batch.call(map, m -> m.getAll(List.of("a")));
        assertThat(send(batch)).containsExactly(Map.of("a", 1));
        assertThat(later).isCompletedWithValue(Map.of("a", 1));
    }

    private static List<Object> send(Batch batch) {
        try {
            return batch.send();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---------------------------------------------------------------- the manager's end

    @Test
    void aKilledManagerFailsAllCalls() throws Exception {
        Manager killed = mp.manager();
        BlockingQueue<Integer> queue = killed.queue(1);
        queue.put(0);
        CompletableFuture<Void> put = Calls.runAsync(queue, q -> q.put(1));
        Calls.oneWay(queue, q -> q.put(2));
        FutureTask<Void> flush = new FutureTask<>(() -> {
            Calls.flush(queue);
            return null;
        });
        Batch batch = Calls.batch();
        CompletableFuture<Boolean> inBatch = batch.call(queue, q -> q.offer(3, 1, TimeUnit.DAYS));
        FutureTask<List<Object>> send = new FutureTask<>(batch::send);
        List<Thread> threads = List.of(new Thread(flush), new Thread(send));
        threads.forEach(Thread::start);
        threads.forEach(CallsIT::awaitWaiting);
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        for (java.util.concurrent.Future<?> ended : List.of(put, flush, send, inBatch)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> ended.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(ManagerException.class)
                    .withMessageContaining("has ended");
        }
        assertThatExceptionOfType(ManagerException.class).isThrownBy(() -> Calls.oneWay(queue, q -> q.put(4)));
        killed.close();
    }

    @Test
    void aManagerWaitsForOneWayCallsWhenItIsClosed() throws Exception {
        Manager closed = mp.manager();
        ManagedList<Integer> list = closed.list();
        Calls.oneWay(list, l -> l.remove(7));
        assertThatExceptionOfType(ManagerException.class)
                .isThrownBy(closed::close)
                .withMessageContaining("1 one-way calls have failed");
        assertThat(ProcessHandle.of(closed.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThatExceptionOfType(ManagerException.class).isThrownBy(() -> Calls.flush(list));
        CompletableFuture<Integer> late = Calls.callAsync(list, List::size);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> late.get(30, TimeUnit.SECONDS))
                .withCauseInstanceOf(ManagerException.class);
        closed.close();
    }

    // ---------------------------------------------------------------- managers of children

    @Test
    void theMainProcessUsesAManagerThatAChildMade() throws Exception {
        SharedQueue<Manager> managers = mp.queue();
        SharedQueue<ManagedMap<String, Integer>> maps = mp.queue();
        SharedQueue<Boolean> end = mp.queue();
        dev.multiproc.ChildProcess child = mp.process(() -> {
                    try (Manager own = Multiprocessing.current().manager()) {
                        managers.put(own);
                        ManagedMap<String, Integer> map = own.map();
                        maps.put(map);
                        end.take();
                    }
                })
                .start();
        Manager ofChild = managers.poll(Duration.ofSeconds(30));
        ManagedMap<String, Integer> map = maps.poll(Duration.ofSeconds(30));
        map.put(KEY, 1);
        ManagedList<Integer> list = ofChild.list();
        list.add(2);
        assertThat(map).isEqualTo(Map.of(KEY, 1));
        assertThat(list).containsExactly(2);
        inChildren(() -> map.put(KEY, 3));
        assertThat(map.get(KEY)).isEqualTo(3);
        end.put(true);
        child.joinOrThrow(PATIENCE);
        assertThatExceptionOfType(ManagerException.class).isThrownBy(() -> map.get(KEY));
    }
}
