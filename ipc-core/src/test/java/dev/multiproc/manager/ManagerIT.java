package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What managed objects do. */
class ManagerIT extends ManagerScene {
    private static final String KEY = "key";

    // ---------------------------------------------------------------- maps

    @Test
    void aMapDoesWhatMapsDo() {
        ManagedMap<String, Integer> map = manager.map();
        assertThat(map).isEmpty();
        assertThat(map.put("a", 1)).isNull();
        assertThat(map.put("a", 2)).isEqualTo(1);
        map.putAll(Map.of("b", 3, "c", 4));
        assertThat(map.get("missing")).isNull();
        assertThat(map.getOrDefault("missing", 7)).isEqualTo(7);
        assertThat(map).isEqualTo(Map.of("a", 2, "b", 3, "c", 4)).hasSize(3);
        assertThat(Map.of("a", 2, "b", 3, "c", 4)).isEqualTo(map).hasSameHashCodeAs(map);
        assertThat(map.keySet()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(map.values()).containsExactlyInAnyOrder(2, 3, 4);
        map.keySet().remove("a");
        map.values().removeIf(value -> value == 3);
        assertThat(map).hasToString("{c=4}");
        for (Map.Entry<String, Integer> entry : map.entrySet()) {
            entry.setValue(entry.getValue() + 1);
        }
        int[] sum = {0};
        map.forEach((key, value) -> sum[0] += value);
        assertThat(sum[0]).isEqualTo(5);
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> map.put("a", null));
    }

    @Test
    void compoundOperationsOfThreeChildrenAreAtomic() throws Exception {
        ManagedMap<String, Integer> map = manager.map();
        int rounds = 300;
        dev.multiproc.ProcessTask task = () -> {
            for (int i = 0; i < rounds; i++) {
                map.merge(KEY, 1, Integer::sum);
                map.compute("computed", (key, value) -> value == null ? 2 : value + 2);
            }
        };
        inChildren(task, task, task);
        assertThat(map.get(KEY)).isEqualTo(3 * rounds);
        assertThat(map.get("computed")).isEqualTo(6 * rounds);
        map.replaceAll((key, value) -> value / rounds);
        assertThat(map).isEqualTo(Map.of(KEY, 3, "computed", 6));
        assertThat(map.computeIfAbsent("new", String::length)).isEqualTo(3);
        assertThat(map.computeIfPresent("new", (key, value) -> null)).isNull();
    }

    // ---------------------------------------------------------------- lists and other collections

    @Test
    void aListDoesWhatListsDo() {
        ManagedList<Integer> list = manager.list(List.of(3, 1, 2));
        list.add(null);
        assertThat(list).containsExactly(3, 1, 2, null);
        list.removeIf(element -> element == null);
        list.sort(Integer::compare);
        list.replaceAll(element -> element * 10);
        assertThat(list).isEqualTo(List.of(10, 20, 30)).hasToString("[10, 20, 30]");
        assertThat(List.of(10, 20, 30)).isEqualTo(list).hasSameHashCodeAs(list);
        assertThat(list.equals(manager.list(List.of(10, 20, 30)))).isTrue();
        assertThat(list.equals(manager.list(List.of(10)))).isFalse();
        assertThat((Object) list).isNotEqualTo("other");
        assertThat(list.subList(1, 3)).containsExactly(20, 30);
        assertThat(list.toArray(new Integer[0])).containsExactly(10, 20, 30);
        assertThat(list.stream().mapToInt(i -> i).sum()).isEqualTo(60);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(3));
        assertThat(list.remove(0)).isEqualTo(10);
        assertThat(list.remove((Object) 30)).isTrue();
        assertThat(list).containsExactly(20);
    }

    @Test
    void iterationSeesASnapshotAndComesInPages() {
        ManagedList<Integer> list =
                manager.list(IntStream.range(0, 30_000).boxed().toList());
        Iterator<Integer> iterator = list.iterator();
        assertThat(iterator.next()).isZero();
        list.clear();
        List<Integer> rest = new ArrayList<>();
        iterator.forEachRemaining(rest::add);
        assertThat(rest).hasSize(29_999).isSorted().last().isEqualTo(29_999);
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
        assertThat(list).isEmpty();
    }

    @Test
    void setsDequesAndQueues() throws Exception {
        Set<String> set = manager.set();
        assertThat(set.add("a")).isTrue();
        assertThat(set.add("a")).isFalse();
        set.addAll(List.of("b", "c"));
        set.retainAll(Set.of("a", "b"));
        assertThat(set).isEqualTo(Set.of("a", "b"));
        for (Iterator<String> each = set.iterator(); each.hasNext(); ) {
            each.next();
            each.remove();
        }
        assertThat(set).isEmpty();

        BlockingDeque<Integer> deque = manager.deque();
        deque.addAll(List.of(1, 2, 3));
        deque.addFirst(0);
        assertThat(deque.pollLast()).isEqualTo(3);
        assertThat(deque.descendingIterator()).toIterable().containsExactly(2, 1, 0);

        BlockingQueue<Integer> lifo = manager.lifoQueue();
        lifo.addAll(List.of(1, 2, 3));
        assertThat(lifo.take()).isEqualTo(3);
        List<Integer> drained = new ArrayList<>();
        assertThat(lifo.drainTo(drained)).isEqualTo(2);
        assertThat(drained).containsExactly(2, 1);

        BlockingQueue<Integer> bounded = manager.queue(1);
        assertThat(bounded.offer(1)).isTrue();
        assertThat(bounded.offer(2)).isFalse();
        assertThat(bounded.poll(1, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(bounded.poll(1, TimeUnit.MILLISECONDS)).isNull();

        BlockingQueue<String> longest = manager.priorityQueue((a, b) -> b.length() - a.length());
        longest.addAll(List.of("a", "ccc", "bb"));
        assertThat(List.of(longest.take(), longest.take(), longest.take())).containsExactly("ccc", "bb", "a");
    }

    @Test
    void valuesArraysAndNamespaces() throws Exception {
        ManagedValue<Double> value = manager.value(1.5);
        ManagedArray<Integer> array = manager.array(List.of(0, 1, 2));
        Namespace names = manager.namespace();
        names.set("x", 10);
        inChildren(() -> {
            value.set(50.0);
            array.updateAll(element -> element + 10);
            int x = names.get("x");
            names.set("y", x + 1);
        });
        assertThat(value.get()).isEqualTo(50.0);
        assertThat(value.update(old -> old / 2)).isEqualTo(25.0);
        assertThat(value.compareAndSet(25.0, null)).isTrue();
        assertThat(value.getAndSet(1.0)).isNull();
        assertThat(array.toList()).containsExactly(10, 11, 12);
        assertThat(names.toMap()).isEqualTo(Map.of("x", 10, "y", 11));
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> names.remove("z"))
                .withMessageContaining("name=z");
    }

    // ---------------------------------------------------------------- synchronizers

    @Test
    void lockConditionAndSemaphore() throws Exception {
        Lock lock = manager.lock();
        Condition changed = manager.condition(lock);
        ManagedValue<Integer> turn = manager.value(0);
        ManagedSemaphore permits = manager.boundedSemaphore(1);
        dev.multiproc.ChildProcess child = mp.process(() -> {
                    lock.lock();
                    try {
                        while (turn.get() != 1) {
                            changed.await();
                        }
                        turn.set(2);
                        changed.signalAll();
                    } finally {
                        lock.unlock();
                    }
                    permits.acquire();
                    permits.release();
                })
                .start();
        lock.lock();
        try {
            assertThat(lock.tryLock()).isTrue();
            turn.set(1);
            changed.signalAll();
            while (turn.get() != 2) {
                assertThat(changed.await(30, TimeUnit.SECONDS)).isTrue();
            }
            lock.unlock();
        } finally {
            lock.unlock();
        }
        child.joinOrThrow(PATIENCE);
        assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
        assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(changed::signal);
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire(1, TimeUnit.MILLISECONDS)).isFalse();
        permits.release();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(permits::release);
    }

    @Test
    void eventAndBarrier() throws Exception {
        ManagedEvent event = manager.event();
        ManagedBarrier barrier = manager.barrier(3);
        assertThat(event.await(1, TimeUnit.MILLISECONDS)).isFalse();
        dev.multiproc.ProcessTask task = () -> {
            barrier.await();
            event.await();
            barrier.await(30, TimeUnit.SECONDS);
        };
        dev.multiproc.ChildProcess one = mp.process(task).start();
        dev.multiproc.ChildProcess two = mp.process(task).start();
        barrier.await();
        event.set();
        barrier.await();
        one.joinOrThrow(PATIENCE);
        two.joinOrThrow(PATIENCE);
        event.clear();
        assertThat(event.isSet()).isFalse();
        barrier.abort();
        assertThat(barrier.isBroken()).isTrue();
        assertThatThrownBy(barrier::await).isInstanceOf(java.util.concurrent.BrokenBarrierException.class);
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
    }

    // ---------------------------------------------------------------- proxies

    @Test
    void aProxyStaysLiveInAnotherObjectAndAPlainCollectionIsACopy() throws Exception {
        ManagedMap<String, List<Integer>> map = manager.map();
        map.put("live", manager.list());
        map.put("copy", new ArrayList<>());
        map.get("live").add(1);
        map.get("copy").add(1);
        assertThat(map.get("live")).containsExactly(1);
        assertThat(map.get("copy")).isEmpty();
        SharedQueue<List<Integer>> queue = mp.queue();
        inChildren(() -> {
            List<Integer> nested = map.get("live");
            nested.add(2);
            queue.put(nested);
            queue.put(List.of(3));
        });
        ManagedList<List<Integer>> lists = manager.list();
        lists.add(List.of());
        lists.addAll(List.of(map.get("live"), List.of(5)));
        lists.get(1).add(6);
        assertThat(map.get("live")).containsExactly(1, 2, 6);
        assertThat(map.get("live").equals(lists.get(1))).isTrue();
        map.compute("live", (key, list) -> {
            list.add(7);
            return list;
        });
        assertThat(lists.get(1)).last().isEqualTo(7);
    }

    @Test
    void aChildMakesObjectsAndPassesThemOn() throws Exception {
        Manager manager = this.manager;
        ManagedMap<String, ManagedValue<Integer>> map = manager.map();
        inChildren(() -> {
            map.put(KEY, manager.value(5));
            manager.close();
        });
        assertThat(map.get(KEY).update(value -> value + 1)).isEqualTo(6);
    }

    // ---------------------------------------------------------------- own types

    interface Account {
        int deposit(int amount);

        int balance() throws OverdrawnException;

        Account other();

        default int twice() throws OverdrawnException {
            return 2 * balance();
        }

        Object unsendable();

        void accept(Object any);
    }

    static class OverdrawnException extends Exception {
        private static final long serialVersionUID = 1L;

        OverdrawnException(String message) {
            super(message);
        }
    }

    static class SimpleAccount implements Account {
        private int amount;
        private Account other;

        @Override
        public synchronized int deposit(int more) {
            amount += more;
            return amount;
        }

        @Override
        public synchronized int balance() throws OverdrawnException {
            if (amount < 0) {
                throw new OverdrawnException("amount=" + amount);
            }
            return amount;
        }

        @Override
        public synchronized Account other() {
            other = other == null ? new SimpleAccount() : other;
            return other;
        }

        @Override
        public Object unsendable() {
            return new Unsendable();
        }

        @Override
        public void accept(Object any) {
            deposit(1);
        }
    }

    static class Unsendable implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        final Object lock = new Object();
    }

    @Test
    void anOwnTypeAndWhatItThrows() throws Exception {
        assertThatThrownBy(() -> manager.create(Account.class)).isInstanceOf(IllegalArgumentException.class);
        manager.register(Account.class, SimpleAccount::new);
        Account account = manager.create(Account.class);
        inChildren(() -> account.deposit(5), () -> account.deposit(6));
        assertThat(account.balance()).isEqualTo(11);
        assertThat(account.twice()).isEqualTo(22);
        assertThat(account.other().deposit(1)).isEqualTo(1);
        assertThat(account.other().balance()).isEqualTo(1);
        assertThat(account.other()).isEqualTo(account.other()).isNotEqualTo(account);
        account.deposit(-20);
        assertThatExceptionOfType(OverdrawnException.class)
                .isThrownBy(account::balance)
                .withMessage("amount=-9")
                .satisfies(e -> assertThat(e.getStackTrace()[e.getStackTrace().length - 1].toString())
                        .doesNotContain("manager"))
                .satisfies(e -> assertThat(e.getSuppressed()[0].getStackTrace()[0].getMethodName())
                        .isEqualTo("balance"));
        assertThatExceptionOfType(ManagerException.class)
                .isThrownBy(account::unsendable)
                .withMessageContaining("Unsendable.lock");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> account.accept(new Unsendable()))
                .withMessageContaining("Unsendable.lock");
        assertThat(account.deposit(0)).isEqualTo(-9);
        assertThat(Collections.singleton(account)).contains(account);
    }
}
